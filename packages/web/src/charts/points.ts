export type PointForm = 'disc' | 'ring' | 'half' | 'cut';

/** How a mark looks, in canvas pixels. */
export interface PointLook {
  size: number;
  color: string;
  form: PointForm;
  /** What shows inside an open form. */
  back: string;
  ratio: number;
}

/** Draws one mark: the run forms, or the open triangle of a pruned trial. */
export function drawPoint(
  ctx: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D,
  x: number,
  y: number,
  { size, color, form, back, ratio }: PointLook,
): void {
  ctx.beginPath();
  if (form === 'cut') {
    ctx.moveTo(x - size, y - size * 0.8);
    ctx.lineTo(x + size, y - size * 0.8);
    ctx.lineTo(x, y + size);
    ctx.closePath();
  } else ctx.arc(x, y, size, 0, 2 * Math.PI);
  ctx.fillStyle = form === 'disc' ? color : back;
  ctx.fill();
  if (form === 'disc') return;
  ctx.strokeStyle = color;
  ctx.lineWidth = 1.3 * ratio;
  ctx.stroke();
  if (form !== 'half') return;
  ctx.beginPath();
  ctx.arc(x, y, size, -Math.PI / 2, Math.PI / 2);
  ctx.fillStyle = color;
  ctx.fill();
}
