import { type RefObject, useEffect, useRef, useState } from 'react';
import { type ChartTheme, useChartTheme } from './theme.ts';

export interface Sheet {
  ctx: CanvasRenderingContext2D;
  theme: ChartTheme;
  /** In CSS px, which the context counts in. */
  width: number;
  height: number;
}

/**
 * A canvas as wide as its parent, drawn at most once a frame.
 *
 * @param draw keep it the same while nothing that it draws has changed
 * @returns the canvas' ref and its width
 */
export function useCanvas(
  height: number,
  draw: (sheet: Sheet) => void,
): [RefObject<HTMLCanvasElement | null>, number] {
  const ref = useRef<HTMLCanvasElement>(null);
  const theme = useChartTheme();
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const parent = ref.current?.parentElement;
    if (!parent) return;
    const observer = new ResizeObserver(() => setWidth(parent.clientWidth));
    observer.observe(parent);
    setWidth(parent.clientWidth);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    const frame = requestAnimationFrame(() => {
      const canvas = ref.current;
      const ctx = canvas?.getContext('2d');
      if (!canvas || !ctx || width === 0) return;
      canvas.width = width * devicePixelRatio;
      canvas.height = height * devicePixelRatio;
      ctx.scale(devicePixelRatio, devicePixelRatio);
      draw({ ctx, theme, width, height });
    });
    return () => cancelAnimationFrame(frame);
  }, [draw, theme, width, height]);
  return [ref, width];
}
