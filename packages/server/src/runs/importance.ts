import { categorical, type Distribution, float, type ImportanceData } from '@orrery/sweeps';
import { asNumber, type Cell } from './ranks.ts';
import type { RunTable } from './run-table.ts';

/** Runs that importance is judged by, the newest. */
const MOST_RUNS = 2000;
const MOST_CHOICES = 64;
/** Above this ratio of its ends a param counts by its logarithm. */
const LOG_RATIO = 100;

interface Asked {
  metric: string;
  direction: 'maximize' | 'minimize';
  params: readonly string[];
}

/** Finished runs as a sweep's trials: params that vary, as figures or as choices, and the metric as a loss. */
export async function importanceData(
  table: RunTable,
  newest: Uint32Array,
  { metric, direction, params }: Asked,
): Promise<ImportanceData> {
  const metrics = await table.column(`metrics.${metric}`);
  const places = [...newest]
    .filter((place) => table.infos[place]?.status === 'FINISHED' && Number.isFinite(metrics[place]))
    .slice(0, MOST_RUNS);
  const sign = direction === 'maximize' ? -1 : 1;
  const columns = await table.columns(params.map((name) => `params.${name}`));
  const held = params.map((name, index) => ({ name, cells: columns[index] as Cell[] }));
  // Params of half of the runs or more, over the runs that have all of them: the rest are of other kinds of runs.
  const common = held.filter(
    ({ cells }) => 2 * places.filter((place) => cells[place] !== undefined).length >= places.length,
  );
  const alike = places.filter((place) => common.every(({ cells }) => cells[place] !== undefined));
  const losses = [Float64Array.from(alike, (place) => sign * (metrics[place] as number))];
  const varying = common.flatMap(
    ({ name, cells }) =>
      columnOf(
        name,
        alike.map((place) => cells[place]),
      ) ?? [],
  );
  return { count: alike.length, columns: varying, losses };
}

function columnOf(name: string, cells: readonly Cell[]): ImportanceData['columns'][number] | null {
  const texts = [...new Set(cells.filter((cell) => cell !== undefined))];
  if (texts.length < 2) return null;
  const numbers = cells.map((cell) => asNumber(cell) ?? Number.NaN);
  const isFigures = cells.every((cell, index) => cell === undefined || !Number.isNaN(numbers[index]));
  if (!isFigures && texts.length > MOST_CHOICES) return null;
  const distribution: Distribution = isFigures ? rangeOf(numbers) : categorical(texts.map(String));
  const values = isFigures
    ? numbers
    : cells.map((cell) => (cell === undefined ? Number.NaN : texts.indexOf(cell)));
  return {
    name,
    values: Float64Array.from(values),
    distributions: [distribution],
    regimes: Int32Array.from(cells, (cell) => (cell === undefined ? -1 : 0)),
  };
}

function rangeOf(numbers: readonly number[]): Distribution {
  const known = numbers.filter((number) => !Number.isNaN(number));
  const [low, high] = [Math.min(...known), Math.max(...known)];
  return float(low, high, { log: low > 0 && high / low > LOG_RATIO });
}
