import { duration } from '../progress/duration.ts';
import { startDisplay } from '../progress/startDisplay.ts';

/** One part of a long work, with a line when it is done. */
export interface Stage {
  /** How far it is; null where that is not known. */
  update(share: number | null, remark?: string): void;
  end(): void;
}

export function startStage(name: string): Stage {
  const started = performance.now();
  const seconds = () => (performance.now() - started) / 1000;
  const display = startDisplay({
    bar: `${name}  {bar}  {text}`,
    line: `${name}  {text}`,
    total: 1,
    isPassing: true,
  });
  const text = (share: number | null, remark: string) => {
    const left = share === null || share <= 0 ? '' : `, ${duration(seconds() * (1 / share - 1))} left`;
    return `${share === null ? '' : `${Math.round(100 * share)} %`}${left}${remark && `  ${remark}`}`;
  };
  return {
    update: (share, remark = '') => display.update(share ?? 0, () => ({ text: text(share, remark) })),
    end() {
      display.stop();
      console.log(`${name}: done in ${duration(seconds())}`);
    },
  };
}
