import { useEffect, useMemo, useRef, useState } from 'react';
import type uPlot from 'uplot';
import { useLatest } from '../data/useLatest.ts';
import { baseAxis, logAxis, valueAxis, xAxis } from './axes.ts';
import { type Hover, HoverCard } from './HoverCard.tsx';
import { Plot, type PlotOptions } from './Plot.tsx';
import { type ChartTheme, useChartTheme } from './theme.ts';

/** Where a value lies on the canvas, in canvas pixels. */
export interface Pen {
  ctx: CanvasRenderingContext2D;
  theme: ChartTheme;
  x: (value: number) => number;
  y: (value: number) => number;
  /** Canvas pixels per CSS pixel. */
  ratio: number;
}

export interface CanvasChartProps<T> {
  label: string;
  height?: number;
  xRange: [number, number];
  yRange: [number, number];
  xKind?: 'step' | 'time' | 'relative' | 'value';
  xLog?: boolean;
  yLog?: boolean;
  /** Names of slots 0, 1, 2… in place of an x scale. */
  categories?: readonly string[] | null;
  /** The same in place of a y scale. */
  yCategories?: readonly string[] | null;
  /** Keep it the same while nothing that it draws has changed. */
  draw: (pen: Pen) => void;
  /** What lies near the pointer, which is `at` an x and is so many CSS px away from a place. */
  pick?: (distance: (x: number, y: number) => number, at: number) => T | null;
  card?: (item: T) => React.ReactNode;
  onPick?: (item: T) => void;
  /** Called with the part of x that was dragged over, and with null on a double click; without it there is no dragging. */
  onRange?: (range: [number, number] | null) => void;
}

/** uPlot's axes around marks of our own: scatters and bundles of lines too many to be series. */
export function CanvasChart<T>(props: CanvasChartProps<T>) {
  const { xRange, yRange, xKind = 'value', xLog = false, yLog = false, height = 220 } = props;
  const { categories, yCategories, draw } = props;
  const isZoomable = props.onRange !== undefined;
  const theme = useChartTheme();
  const latest = useLatest({ ...props, theme });
  const [hover, setHover] = useState<Hover<T> | null>(null);
  const plot = useRef<uPlot | null>(null);
  const isDrawn = useRef(false);
  const slots = `${categories?.join('\n')}\0${yCategories?.join('\n')}`;

  // biome-ignore lint/correctness/useExhaustiveDependencies: `slots` stands for the categories; the rest is read through `latest`
  const options = useMemo<PlotOptions>(
    () => ({
      legend: { show: false },
      padding: [8, 14, 0, 0],
      scales: {
        x: { time: xKind === 'time', distr: xLog ? 3 : 1, range: () => latest.current.xRange },
        y: { distr: yLog ? 3 : 1, range: () => latest.current.yRange },
      },
      axes: [
        categories
          ? { ...slotAxis(theme, categories), size: 26 }
          : { ...xAxisFor(theme, xKind), ...(xLog && logAxis(theme)) },
        yCategories
          ? { ...slotAxis(theme, yCategories), size: slotSize(yCategories) }
          : { ...valueAxis(theme), ...(yLog && logAxis(theme)) },
      ],
      series: [{}, { paths: () => null, points: { show: false } }],
      cursor: {
        points: { show: false },
        drag: { x: isZoomable, y: false, setScale: false },
        y: false,
        x: false,
      },
      hooks: {
        init: [
          (made) => {
            plot.current = made;
            made.over.addEventListener('click', () => {
              const item = nearest(made, latest.current.pick);
              if (item) latest.current.onPick?.(item);
            });
          },
        ],
        draw: [
          (plot) => {
            const { ctx, bbox } = plot;
            ctx.save();
            ctx.beginPath();
            ctx.rect(bbox.left, bbox.top - 6, bbox.width, bbox.height + 12);
            ctx.clip();
            latest.current.draw({
              ctx,
              theme: latest.current.theme,
              x: (value) => plot.valToPos(value, 'x', true),
              y: (value) => plot.valToPos(value, 'y', true),
              ratio: devicePixelRatio,
            });
            ctx.restore();
          },
        ],
        setCursor: [
          (plot) => {
            const { left = -1, top = -1 } = plot.cursor;
            const item = left >= 0 ? nearest(plot, latest.current.pick) : null;
            plot.over.style.cursor = item && latest.current.onPick ? 'pointer' : '';
            setHover(
              item && {
                left: left + plot.over.offsetLeft,
                top: top + plot.over.offsetTop,
                width: plot.width,
                item,
              },
            );
          },
        ],
      },
    }),
    [theme, xKind, xLog, yLog, slots, isZoomable, latest],
  );

  const data = useMemo<uPlot.AlignedData>(() => [xRange, yRange], [xRange, yRange]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is drawn changed; the pointer alone draws nothing
  useEffect(() => {
    // The first time the plot draws itself.
    if (isDrawn.current) plot.current?.redraw(true, true);
    isDrawn.current = true;
  }, [draw, xRange, yRange, theme]);

  return (
    <Plot
      options={options}
      data={data}
      height={height}
      label={props.label}
      {...(props.onRange && { onSelect: props.onRange })}
    >
      {hover && props.card && <HoverCard hover={hover}>{props.card(hover.item)}</HoverCard>}
    </Plot>
  );
}

function nearest<T>(plot: uPlot, pick: CanvasChartProps<T>['pick']): T | null {
  const { left = -1, top = -1 } = plot.cursor;
  const distance = (x: number, y: number): number =>
    Math.hypot(plot.valToPos(x, 'x') - left, plot.valToPos(y, 'y') - top);
  return pick?.(distance, plot.posToVal(left, 'x')) ?? null;
}

function xAxisFor(theme: ChartTheme, kind: 'step' | 'time' | 'relative' | 'value'): uPlot.Axis {
  return kind === 'value' ? { ...valueAxis(theme), size: 26 } : xAxis(theme, kind);
}

function slotAxis(theme: ChartTheme, categories: readonly string[]): uPlot.Axis {
  return {
    ...baseAxis(theme),
    grid: { show: false },
    splits: () => categories.map((_, index) => index),
    values: (plot, splits, axis) => {
      const room = axis === 0 ? plot.width / splits.length / CHARACTER : LONGEST;
      return splits.map((split) => shortened(categories[split] ?? '', Math.min(LONGEST, room)));
    },
  };
}

/** Of a name, in characters; and the width of one, in px. */
const LONGEST = 14;
const CHARACTER = 7.5;

const shortened = (text: string, most = LONGEST): string =>
  text.length > most ? `${text.slice(0, Math.max(1, Math.floor(most) - 1))}…` : text;

/** Room for the longest name, in px. */
function slotSize(categories: readonly string[]): number {
  return 14 + 6.5 * Math.max(3, ...categories.map((name) => shortened(name).length));
}
