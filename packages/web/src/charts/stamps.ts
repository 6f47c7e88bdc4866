import { drawPoint, type PointLook } from './points.ts';

/** Marks that are drawn once and then copied: ten thousand of them in a few milliseconds. */
export class Stamps {
  readonly #made = new Map<string, OffscreenCanvas>();

  put(ctx: CanvasRenderingContext2D, x: number, y: number, look: PointLook): void {
    const key = `${look.form} ${look.color}`;
    let stamp = this.#made.get(key);
    if (!stamp) {
      stamp = made(look);
      this.#made.set(key, stamp);
    }
    ctx.drawImage(stamp, Math.round(x - stamp.width / 2), Math.round(y - stamp.height / 2));
  }
}

function made(look: PointLook): OffscreenCanvas {
  const side = 2 * Math.ceil(look.size + 1.3 * look.ratio) + 1;
  const canvas = new OffscreenCanvas(side, side);
  const ctx = canvas.getContext('2d');
  if (ctx) drawPoint(ctx, side / 2, side / 2, look);
  return canvas;
}
