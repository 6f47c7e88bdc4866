import type { ChartTheme } from './theme.ts';

const STEPS = 64;
const made = new WeakMap<ChartTheme, string[]>();

/** A colour for 0 (worst: faint) over verdigris to 1 (best: brass), opaque. */
export function ramp(theme: ChartTheme, share: number): string {
  let colors = made.get(theme);
  if (!colors) {
    const stops = [theme.strong, theme.verdigris, theme.brass].map(channels);
    colors = Array.from({ length: STEPS }, (_, index) => between(stops, index / (STEPS - 1)));
    made.set(theme, colors);
  }
  return colors[Math.round(Math.min(1, Math.max(0, share)) * (STEPS - 1))] ?? theme.strong;
}

/** The red, green and blue of `rgb(…)` as the browser writes it. */
export function channels(color: string): number[] {
  return (color.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number);
}

function between(stops: readonly number[][], share: number): string {
  const at = share * (stops.length - 1);
  const from = Math.min(stops.length - 2, Math.floor(at));
  const mixed = [0, 1, 2].map((index) => {
    const [a, b] = [stops[from]?.[index] ?? 0, stops[from + 1]?.[index] ?? 0];
    return Math.round(a + (b - a) * (at - from));
  });
  return `rgb(${mixed.join(', ')})`;
}
