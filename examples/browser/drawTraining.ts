import type { MultiCropBatch, MultiCropRecipe } from '../dino-vmf/images/views.ts';
import type { Config } from '../dino-vmf/settings/config.ts';

/** A canvas of as many pixels as the screen has for it. */
function context(canvas: HTMLCanvasElement): {
  drawing: CanvasRenderingContext2D;
  width: number;
  height: number;
} {
  const scale = window.devicePixelRatio || 1;
  const { clientWidth: width, clientHeight: height } = canvas;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const drawing = canvas.getContext('2d') as CanvasRenderingContext2D;
  drawing.scale(scale, scale);
  return { drawing, width, height };
}

const LOSS = '#0b6e99';
const KL = '#d1495b';

/** The loss by step, and its part above the teacher's entropy; the line is ln K, the largest that entropy can be. */
export function drawLosses(
  canvas: HTMLCanvasElement,
  { losses, kl }: { readonly losses: readonly number[]; readonly kl: readonly number[] },
  { prototypes, steps }: Config,
): void {
  const { drawing, width, height } = context(canvas);
  const [left, bottom] = [34, height - 22];
  const most = Math.log(prototypes);
  const top = 1.04 * Math.max(most, ...losses);
  const x = (step: number) => left + ((width - left - 8) * step) / Math.max(steps - 1, 1);
  const y = (value: number) => bottom - ((bottom - 8) * value) / top;
  drawing.font = '12px system-ui, sans-serif';
  drawing.fillStyle = '#667586';
  drawing.strokeStyle = '#d9e0e7';
  drawing.textAlign = 'right';
  for (const value of [0, most]) {
    drawing.fillText(value.toFixed(2), left - 6, y(value) + 4);
    drawing.beginPath();
    drawing.moveTo(left, y(value));
    drawing.lineTo(width - 8, y(value));
    drawing.stroke();
  }
  drawing.fillText(`step ${steps}`, width - 8, height - 5);
  drawing.lineWidth = 2;
  for (const [values, colour] of [
    [losses, LOSS],
    [kl, KL],
  ] as const) {
    drawing.strokeStyle = drawing.fillStyle = colour;
    drawing.beginPath();
    values.forEach((value, step) => {
      drawing[step === 0 ? 'moveTo' : 'lineTo'](x(step), y(value));
    });
    drawing.stroke();
    const last = values.length - 1;
    drawing.beginPath();
    drawing.arc(x(last), y(values[last] as number), 3.5, 0, 2 * Math.PI);
    drawing.fill();
  }
}

/** The two global views of each image of a batch, one above the other, as the network sees them. */
export function drawViews(
  canvas: HTMLCanvasElement,
  { globals }: MultiCropBatch,
  { batchSize, imageSize }: Config,
  { mean, std }: MultiCropRecipe,
): void {
  canvas.width = batchSize * (imageSize + 2) - 2;
  canvas.height = 2 * (imageSize + 2) - 2;
  const drawing = canvas.getContext('2d') as CanvasRenderingContext2D;
  for (let view = 0; view < 2; view++) {
    for (let row = 0; row < batchSize; row++) {
      const pixels = drawing.createImageData(imageSize, imageSize);
      const first = (view * batchSize + row) * imageSize ** 2 * 3;
      for (let i = 0; i < imageSize ** 2; i++) {
        for (let c = 0; c < 3; c++) {
          const value = globals[first + 3 * i + c] as number;
          pixels.data[4 * i + c] = 255 * (value * (std[c] as number) + (mean[c] as number));
        }
        pixels.data[4 * i + 3] = 255;
      }
      drawing.putImageData(pixels, row * (imageSize + 2), view * (imageSize + 2));
    }
  }
}
