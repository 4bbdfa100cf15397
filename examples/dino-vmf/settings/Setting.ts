import type { Config } from './config.ts';

/** One setting: its flag, default and range, and in `help` the range in which it works and what fails outside. */
export interface Setting<K extends keyof Config = keyof Config> {
  readonly key: K;
  readonly value: Config[K];
  readonly flag: string;
  readonly kind: 'integer' | 'number' | 'text' | 'choice' | 'switch' | 'terms' | 'numbers' | 'span';
  readonly min?: number;
  readonly max?: number;
  readonly choices?: readonly string[];
  readonly help: string;
  /** What it changes is not trained: it may be given with --resume. */
  readonly changeable?: boolean;
}

export const setting = <K extends keyof Config>(s: Setting<K>): Setting => s as Setting;

export const changeable = (own: Setting): Setting => ({ ...own, changeable: true });

export const integer = <K extends keyof Config>(
  key: K,
  flag: string,
  value: Config[K],
  min: number,
  max: number,
  help: string,
): Setting => setting({ key, flag: `${flag} <n>`, value, kind: 'integer', min, max, help });

export const real = <K extends keyof Config>(
  key: K,
  flag: string,
  value: Config[K],
  min: number,
  max: number,
  help: string,
): Setting => setting({ key, flag: `${flag} <x>`, value, kind: 'number', min, max, help });

export const choice = <K extends keyof Config>(
  key: K,
  flag: string,
  value: Config[K],
  choices: readonly string[],
  help: string,
): Setting => setting({ key, flag: `${flag} <name>`, value, kind: 'choice', choices, help });

/** Numbers with commas between them, each in the range. */
export const numbers = <K extends keyof Config>(
  key: K,
  flag: string,
  value: Config[K],
  min: number,
  max: number,
  help: string,
): Setting => setting({ key, flag: `${flag} <list>`, value, kind: 'numbers', min, max, help });

/** A share of the run, a number of steps or of epochs; see Span.ts. */
export const span = <K extends keyof Config>(key: K, flag: string, value: Config[K], help: string): Setting =>
  setting({ key, flag: `${flag} <span>`, value, kind: 'span', help });

/** Off or on without a value; `--no-...` for one that is on by default. */
export const toggle = <K extends keyof Config>(
  key: K,
  flag: string,
  value: Config[K],
  help: string,
): Setting => setting({ key, flag, value, kind: 'switch', help });
