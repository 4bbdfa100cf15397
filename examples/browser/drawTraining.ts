import type { Config } from '../dino-vmf/config.ts';
import type { MultiCropBatch, MultiCropRecipe } from '../dino-vmf/images/views.ts';

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

/** The loss by step; the line is ln K, the loss of a network that knows nothing. */
export function drawLosses(canvas: HTMLCanvasElement, losses: readonly number[], config: Config): void {
  const { drawing, width, height } = context(canvas);
  const [left, bottom] = [44, height - 22];
  const chance = Math.log(config.prototypes);
  const low = Math.min(chance, ...losses);
  const high = Math.max(chance, ...losses);
  const room = 0.08 * (high - low || 1);
  const x = (step: number) => left + ((width - left - 8) * step) / Math.max(config.steps - 1, 1);
  const y = (loss: number) => bottom - ((bottom - 8) * (loss - low + room)) / (high - low + 2 * room);
  drawing.font = '12px system-ui, sans-serif';
  drawing.fillStyle = '#667586';
  drawing.textAlign = 'right';
  for (const value of [low, high]) drawing.fillText(value.toFixed(2), left - 6, y(value) + 4);
  drawing.fillText(`step ${config.steps}`, width - 8, height - 5);
  drawing.strokeStyle = '#d9e0e7';
  drawing.beginPath();
  drawing.moveTo(left, y(chance));
  drawing.lineTo(width - 8, y(chance));
  drawing.stroke();
  drawing.strokeStyle = drawing.fillStyle = '#0b6e99';
  drawing.lineWidth = 2;
  drawing.beginPath();
  losses.forEach((loss, step) => {
    drawing[step === 0 ? 'moveTo' : 'lineTo'](x(step), y(loss));
  });
  drawing.stroke();
  const last = losses.length - 1;
  drawing.beginPath();
  drawing.arc(x(last), y(losses[last] as number), 3.5, 0, 2 * Math.PI);
  drawing.fill();
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
