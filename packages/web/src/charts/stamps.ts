import { drawPoint, type PointLook } from './points.ts';

/** Looks that are kept. */
const MOST = 500;

const made = new Map<string, OffscreenCanvas>();

/** Draws a mark by copying one of the same look: ten thousand of them in a few milliseconds. */
export function stampPoint(ctx: CanvasRenderingContext2D, x: number, y: number, look: PointLook): void {
  const key = `${look.form} ${look.color} ${look.back} ${look.size} ${look.ratio}`;
  let stamp = made.get(key);
  if (!stamp) {
    stamp = stampOf(look);
    if (made.size >= MOST) made.clear();
    made.set(key, stamp);
  }
  ctx.drawImage(stamp, Math.round(x - stamp.width / 2), Math.round(y - stamp.height / 2));
}

function stampOf(look: PointLook): OffscreenCanvas {
  const side = 2 * Math.ceil(look.size + 1.3 * look.ratio) + 1;
  const canvas = new OffscreenCanvas(side, side);
  const ctx = canvas.getContext('2d');
  if (ctx) drawPoint(ctx, side / 2, side / 2, look);
  return canvas;
}
