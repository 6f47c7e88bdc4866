import { type KeyboardEvent, type PointerEvent, useCallback, useMemo, useRef, useState } from 'react';
import { formatNumber } from '../logic/format.ts';
import { type Hover, HoverCard } from './HoverCard.tsx';
import { TEXT } from './text.ts';
import { type ChartTheme, withAlpha } from './theme.ts';
import { type Sheet, useCanvas } from './useCanvas.ts';

export interface CloudPoint<T> {
  at: readonly [number, number, number];
  strong: boolean;
  color: (theme: ChartTheme) => string;
  item: T;
}

interface CloudChartProps<T> {
  label: string;
  axes: readonly [string, string, string];
  points: readonly CloudPoint<T>[];
  height?: number;
  card: (item: T) => React.ReactNode;
  onOpen?: (item: T) => void;
}

const REACH = 12;
const TURN = 0.1;

/** Points in a box that is turned by dragging, or with the arrow keys. */
export function CloudChart<T>({ label, axes, points, height = 380, card, onOpen }: CloudChartProps<T>) {
  const [turn, setTurn] = useState({ yaw: -0.65, pitch: 0.45 });
  const [hover, setHover] = useState<Hover<T> | null>(null);
  const drag = useRef<{ x: number; y: number; far: boolean } | null>(null);
  const ranges = useMemo(
    () => [0, 1, 2].map((index) => spanOf(points.map(({ at }) => at[index] ?? 0))),
    [points],
  );
  const scaled = useMemo(
    () =>
      points.map(({ at }) =>
        at.map((value, index) => {
          const [low, high] = ranges[index] ?? [0, 1];
          return high === low ? 0 : (2 * (value - low)) / (high - low) - 1;
        }),
      ),
    [points, ranges],
  );
  const draw = useCallback(
    ({ ctx, theme, width }: Sheet) => {
      const look = projection(turn, width, height);
      drawBox(ctx, theme, look, axes, ranges);
      const order = scaled
        .map((at, index) => ({ index, place: look(at) }))
        .sort(
          (a, b) =>
            Number(points[a.index]?.strong) - Number(points[b.index]?.strong) || b.place.z - a.place.z,
        );
      for (const { index, place } of order) {
        const point = points[index];
        if (!point) continue;
        const color = point.color(theme);
        ctx.fillStyle = point.strong ? color : withAlpha(color, points.length > 1500 ? 0.35 : 0.6);
        ctx.beginPath();
        ctx.arc(place.x, place.y, (point.strong ? 4 : 2.6) * place.scale, 0, 2 * Math.PI);
        ctx.fill();
      }
    },
    [turn, height, axes, ranges, scaled, points],
  );
  const [canvas, width] = useCanvas(height, draw);

  const nearest = (event: PointerEvent<HTMLElement>): Hover<T> | null => {
    const box = event.currentTarget.getBoundingClientRect();
    const [left, top] = [event.clientX - box.left, event.clientY - box.top];
    const look = projection(turn, width, height);
    let found: Hover<T> | null = null;
    let least = REACH;
    scaled.forEach((at, index) => {
      const { x, y } = look(at);
      const far = Math.hypot(x - left, y - top);
      const point = points[index];
      if (far >= least || !point) return;
      least = far;
      found = { left, top, width, item: point.item };
    });
    return found;
  };
  const by = (yaw: number, pitch: number): void =>
    setTurn((old) => ({ yaw: old.yaw + yaw, pitch: Math.min(1.4, Math.max(-1.4, old.pitch + pitch)) }));
  const onKeyDown = (event: KeyboardEvent): void => {
    const turns: Record<string, [number, number]> = {
      ArrowLeft: [-TURN, 0],
      ArrowRight: [TURN, 0],
      ArrowUp: [0, TURN],
      ArrowDown: [0, -TURN],
    };
    const step = turns[event.key];
    if (!step) return;
    event.preventDefault();
    by(...step);
  };

  return (
    <div
      className="relative cursor-grab touch-none select-none active:cursor-grabbing focus-visible:outline-2 focus-visible:outline-brass-line"
      style={{ height }}
      role="application"
      aria-roledescription="three-dimensional chart"
      aria-label={TEXT.arrowKeysTurnIt(label)}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys turn it
      tabIndex={0}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        drag.current = { x: event.clientX, y: event.clientY, far: false };
        setHover(null);
      }}
      onPointerMove={(event) => {
        const last = drag.current;
        if (!last) return setHover(nearest(event));
        const [x, y] = [event.clientX - last.x, event.clientY - last.y];
        if (!last.far && Math.hypot(x, y) < 4) return;
        drag.current = { x: event.clientX, y: event.clientY, far: true };
        by(x * 0.01, y * 0.01);
      }}
      onPointerUp={(event) => {
        const item = drag.current?.far === false ? nearest(event)?.item : undefined;
        drag.current = null;
        if (item !== undefined) onOpen?.(item);
      }}
      onPointerLeave={() => setHover(null)}
    >
      <canvas ref={canvas} className="absolute inset-0 size-full" />
      {hover && <HoverCard hover={hover}>{card(hover.item)}</HoverCard>}
    </div>
  );
}

interface Place {
  x: number;
  y: number;
  z: number;
  scale: number;
}

/** From −1…1 of each axis to the canvas, the third axis upright. */
function projection(
  { yaw, pitch }: { yaw: number; pitch: number },
  width: number,
  height: number,
): (at: readonly number[]) => Place {
  const [cy, sy, cp, sp] = [Math.cos(yaw), Math.sin(yaw), Math.cos(pitch), Math.sin(pitch)];
  const size = Math.min(width * 0.8, height) * 0.27;
  return ([a = 0, b = 0, c = 0]) => {
    const x = a * cy - b * sy;
    const deep = a * sy + b * cy;
    const y = c * cp - deep * sp;
    const z = c * sp + deep * cp;
    const scale = 7 / (7 + z);
    return { x: width / 2 + x * size * scale, y: height / 2 - y * size * scale, z, scale };
  };
}

const CORNERS = [-1, 1].flatMap((a) => [-1, 1].flatMap((b) => [-1, 1].map((c) => [a, b, c])));

function drawBox(
  ctx: CanvasRenderingContext2D,
  theme: ChartTheme,
  look: (at: readonly number[]) => Place,
  axes: readonly string[],
  ranges: readonly (readonly [number, number])[],
): void {
  ctx.lineWidth = 1;
  for (const [index, from] of CORNERS.entries()) {
    for (const to of CORNERS.slice(index + 1)) {
      if (from.filter((value, axis) => value !== to[axis]).length !== 1) continue;
      const [a, b] = [look(from), look(to)];
      ctx.strokeStyle = from.every((value, axis) => value === -1 || to[axis] !== value)
        ? theme.strong
        : theme.line;
      ctx.beginPath();
      ctx.moveTo(a.x, a.y);
      ctx.lineTo(b.x, b.y);
      ctx.stroke();
    }
  }
  ctx.font = theme.font;
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'center';
  const label = (at: number[], text: string, color: string): void => {
    const { x, y } = look(at);
    ctx.fillStyle = color;
    ctx.fillText(text, x, y);
  };
  axes.forEach((name, axis) => {
    const along = (value: number): number[] => [0, 1, 2].map((index) => (index === axis ? value : -1.2));
    const [low, high] = ranges[axis] ?? [0, 1];
    label(along(0), name, theme.ink);
    label(along(-0.8), formatNumber(low, 3), theme.faint);
    label(along(0.8), formatNumber(high, 3), theme.faint);
  });
}

function spanOf(values: readonly number[]): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low > high ? [0, 1] : [low, high];
}
