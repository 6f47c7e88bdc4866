import type { Run } from '../data/model.ts';
import { runColumn } from './runColumn.ts';
import { isSystemMetric, varyingColumns } from './varying.ts';

export const PANEL_KINDS = ['line', 'bar', 'scatter', 'parallel', 'box', 'contour'] as const;
export type PanelKind = (typeof PANEL_KINDS)[number];

/** One panel of a workspace of charts. */
export interface Panel {
  kind: PanelKind;
  /** In columns of the workspace, 1 to 3. */
  width: number;
  /** In rows, 1 to 3. */
  height: number;
  /** Columns of runs, e.g. `metrics.loss`; what each is for depends on the kind. */
  fields: string[];
  /** Of a line: `time` or `relative` for its axis, `log`, `usual` to ignore outliers, `s60` to smooth by 0.6. */
  options: string[];
}

/** What the fields of a kind are for; `parallel` takes any number. */
export const FIELD_NAMES: Record<Exclude<PanelKind, 'parallel'>, readonly string[]> = {
  line: ['metric'],
  bar: ['value', 'grouped by'],
  scatter: ['across', 'upwards', 'colour'],
  box: ['value', 'grouped by'],
  contour: ['across', 'upwards', 'height'],
};

export const MOST_SIZE = 3;

/** Panels as one value of a URL: `line.2.1~metrics.loss~log;bar.1.1~metrics.acc`. */
export function encodePanels(panels: readonly Panel[]): string {
  return panels
    .map(({ kind, width, height, fields, options }) =>
      [`${kind}.${width}.${height}`, fields.map(escaped).join('!'), ...options].join('~'),
    )
    .join(';');
}

/** The panels of such a value; what is none is left out. */
export function decodePanels(text: string): Panel[] {
  return text.split(';').flatMap((part) => {
    const [head = '', fields = '', ...options] = part.split('~');
    const [kind, width, height] = head.split('.');
    const known = PANEL_KINDS.find((one) => one === kind);
    if (!known) return [];
    return {
      kind: known,
      width: size(width),
      height: size(height),
      fields: fields === '' ? [] : fields.split('!').map(unescaped),
      options,
    };
  });
}

/** The panels with one of them at another place. */
export function movePanel(panels: readonly Panel[], from: number, to: number): Panel[] {
  const rest = panels.toSpliced(from, 1);
  const moved = panels[from];
  return moved ? rest.toSpliced(Math.min(rest.length, Math.max(0, to)), 0, moved) : rest;
}

export function resized(panel: Panel, width: number, height: number): Panel {
  return { ...panel, width: size(width), height: size(height) };
}

const MOST_CURVES = 6;
const MOST_AXES = 6;

/** What tells these runs apart, at first: curves of what they logged, and how params went with the first of it. */
export function defaultPanels(runs: readonly Run[], primary: string | null): Panel[] {
  const { metrics, params } = varyingColumns(runs);
  const first =
    primary ?? metrics[0] ?? Object.keys(runs[0]?.metrics ?? {}).find((key) => !isSystemMetric(key));
  if (first === undefined) return [];
  const ordered = [first, ...metrics.filter((key) => key !== first)];
  const hasCurve = (key: string) => runs.some((run) => (run.metrics[key]?.step ?? 0) > 0);
  const curves = ordered.filter(hasCurve).slice(0, MOST_CURVES);
  const panels = curves.map((key): Panel => make('line', [`metrics.${key}`]));
  if (curves.length < 2) panels.push(make('bar', [`metrics.${first}`]));
  const numeric = params.filter((key) => {
    const column = runColumn(`params.${key}`, runs);
    return column && !column.categories;
  });
  if (runs.length > 2 && params.length > 0) {
    const axes = params.slice(0, MOST_AXES).map((key) => `params.${key}`);
    panels.push({ ...make('parallel', [...axes, `metrics.${first}`]), width: 3 });
    const [across] = numeric;
    if (across) panels.push(make('scatter', [`params.${across}`, `metrics.${first}`]));
    const by = params.find((key) => !numeric.includes(key));
    if (by) panels.push(make('box', [`metrics.${first}`, `params.${by}`]));
  }
  return panels;
}

export function make(kind: PanelKind, fields: string[]): Panel {
  return { kind, width: 1, height: 1, fields, options: [] };
}

function size(text: string | number | undefined): number {
  return Math.min(MOST_SIZE, Math.max(1, Math.round(Number(text)) || 1));
}

function escaped(name: string): string {
  return name.replace(/[%~!;]/g, (char) => `%${char.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

function unescaped(name: string): string {
  return name.replace(/%([0-9a-f]{2})/g, (_all, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}
