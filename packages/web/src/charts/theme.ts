import { useSyncExternalStore } from 'react';

/** The colours a canvas needs, read from the tokens. */
export interface ChartTheme {
  ink: string;
  faint: string;
  line: string;
  strong: string;
  brass: string;
  alarm: string;
  verdigris: string;
  panel: string;
  font: string;
  run: (color: number) => string;
}

let cached: ChartTheme | undefined;

/** The present theme; a new object after light turned dark or back. */
export function useChartTheme(): ChartTheme {
  return useSyncExternalStore(watch, read);
}

function read(): ChartTheme {
  cached ??= measure();
  return cached;
}

function watch(notify: () => void): () => void {
  const renew = (): void => {
    cached = undefined;
    notify();
  };
  const media = matchMedia('(prefers-color-scheme: dark)');
  const observer = new MutationObserver(renew);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  media.addEventListener('change', renew);
  return () => {
    observer.disconnect();
    media.removeEventListener('change', renew);
  };
}

/** A custom property may hold light-dark(); only a real property resolves it to a colour. */
function measure(): ChartTheme {
  const probe = document.createElement('i');
  document.body.append(probe);
  const color = (token: string): string => {
    probe.style.color = `var(--${token})`;
    return getComputedStyle(probe).color;
  };
  const runs = Array.from({ length: 8 }, (_, index) => color(`run-${index + 1}`));
  const theme: ChartTheme = {
    ink: color('ink'),
    faint: color('ink-3'),
    line: color('line'),
    strong: color('line-strong'),
    brass: color('brass-line'),
    alarm: color('alarm'),
    verdigris: color('verdigris'),
    panel: color('panel'),
    font: "11px 'Instrument Sans Variable', sans-serif",
    run: (index) => runs[(index - 1) % 8] ?? color('ink'),
  };
  probe.remove();
  return theme;
}

const thinned = new Map<string, string>();

/** The same colour, thinner, to the nearest sixteenth. `color` is `rgb(…)` as the browser writes it. */
export function withAlpha(color: string, alpha: number): string {
  const sixteenths = Math.max(1, Math.round(16 * alpha));
  const key = `${color}${sixteenths}`;
  let made = thinned.get(key);
  if (!made) {
    made = color.replace(/^rgb\(([^)]+)\)$/, `rgba($1, ${sixteenths / 16})`);
    thinned.set(key, made);
  }
  return made;
}
