import { type Run, runDuration } from '../data/model.ts';
import { type ColumnRef, parseColumnId } from './columnId.ts';
import { numericText } from './numbers.ts';
import type { ParamAxis } from './trials.ts';

/** One property of runs as an axis: numbers, or a slot for each category. */
export interface RunColumn extends Pick<ParamAxis, 'categories' | 'log'> {
  id: string;
  name: string;
  /** A number, or the slot of a category; null where the run has none. */
  value: (run: Run) => number | null;
  /** As people read it. */
  text: (run: Run) => string | null;
}

/** From how many times the least the greatest is of positive numbers, their axis is logarithmic. */
const LOG_SPAN = 100;

/** A column `metrics.loss`, `params.lr`, `tags.team` or `attributes.duration` of some runs. */
export function runColumn(id: string, runs: readonly Run[]): RunColumn | null {
  const ref = parseColumnId(id);
  if (!ref) return null;
  const raw = rawOf(ref);
  const texts = runs.flatMap((run) => raw(run) ?? []);
  const numbers = texts.map((value) => (typeof value === 'number' ? value : numericText(value)));
  const name = ref.key;
  const text = (run: Run): string | null => {
    const value = raw(run);
    return value === null ? null : String(value);
  };
  if (texts.length > 0 && numbers.every((number) => number !== null)) {
    const finite = numbers.filter(Number.isFinite);
    const [low, high] = [Math.min(...finite), Math.max(...finite)];
    const value = (run: Run): number | null => {
      const own = raw(run);
      const number = typeof own === 'string' ? numericText(own) : own;
      return number !== null && Number.isFinite(number) ? number : null;
    };
    return { id, name, text, value, categories: null, log: low > 0 && high / low >= LOG_SPAN };
  }
  const categories = [...new Set(texts.map(String))].sort();
  const slots = new Map(categories.map((category, slot) => [category, slot]));
  return { id, name, text, categories, log: false, value: (run) => slots.get(text(run) ?? '') ?? null };
}

function rawOf({ kind, key }: ColumnRef): (run: Run) => string | number | null {
  if (kind === 'metrics') return (run) => run.metrics[key]?.value ?? null;
  if (kind === 'params') return (run) => run.params[key] ?? null;
  if (kind === 'tags') return (run) => run.tags[key] ?? null;
  if (key === 'duration')
    return (run) => {
      const ms = runDuration(run, Date.now());
      return ms === null ? null : ms / 1000;
    };
  if (key === 'status') return (run) => run.status;
  if (key === 'user') return (run) => run.user || null;
  return (run) => run.name;
}
