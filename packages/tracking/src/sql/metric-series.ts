import { type Session, turns } from '@orrery/database';
import {
  type Bucket,
  columnsOf,
  downsample,
  type SeriesAxis,
  type SeriesColumns,
  type SeriesPoint,
} from '../series/downsample.ts';
import type { MetricSeries, SeriesQuery } from '../store.ts';

/** Up to so many points are read one by one; of more the database makes buckets. */
const MOST_READ = 50_000;
/** A look along the time of a run may meet so many points of other runs for each of its own. */
const CROWD = 4;

/** Null for what is no finite number: ±Infinity is stored as the largest double. */
const FINITE =
  'CASE WHEN is_nan = false AND value BETWEEN -1.7976931348623155e308 AND 1.7976931348623155e308 THEN value END';
const DOUBLE = (column: string) => `CAST(${column} AS DOUBLE PRECISION) AS ${column}`;
/** A row that is a SeriesPoint. */
const POINT = `${DOUBLE('step')}, ${DOUBLE('timestamp')}, ${FINITE} AS value`;

type Range = readonly [from: number, to: number];

/** What charts need of metrics of runs, a series for each metric that a run has in the range. */
export async function metricSeries(session: Session, query: SeriesQuery): Promise<MetricSeries[]> {
  const found: MetricSeries[] = [];
  const turn = turns();
  for (const key of query.keys) {
    const crowd = { isDense: false };
    for (const runId of query.runIds) {
      const series = await new SeriesReader(session, runId, key, crowd, turn).read(query);
      if (series) found.push({ runId, key, ...series });
    }
  }
  return found;
}

/** Of the points of a bucket, at least one; `step` and `timestamp` of the last. */
interface Aggregate extends Omit<Bucket, 'finite'> {
  points: number;
  nan: number;
}

class SeriesReader {
  readonly #session: Session;
  readonly #of: readonly [runId: string, key: string];
  /** Whether too many other runs were found to log the metric at the same time. */
  readonly #crowd: { isDense: boolean };
  readonly #turn: () => Promise<void>;

  constructor(
    session: Session,
    runId: string,
    key: string,
    crowd: { isDense: boolean },
    turn: () => Promise<void>,
  ) {
    this.#session = session;
    this.#of = [runId, key];
    this.#crowd = crowd;
    this.#turn = turn;
  }

  async read({ axis, range, points }: SeriesQuery): Promise<Omit<MetricSeries, 'runId' | 'key'> | null> {
    await this.#turn();
    const ends = await this.#ends();
    if (!ends) return null;
    const firstTimestamp = ends.first.timestamp;
    const [from, to] = axis === 'step' && range ? range : [ends.first.step, ends.last.step];
    let steps: Range = [Math.max(from, ends.first.step), Math.min(to, ends.last.step)];
    let count = await this.#count(steps);
    const hasSteps = steps[1] - steps[0] >= points;
    if (axis === 'timestamp' && range && count > MOST_READ && hasSteps) {
      steps = await this.#stepsDuring(range, ends.last.step);
      count = await this.#count(steps);
    }
    if (count > MOST_READ && hasSteps) return { ...(await this.#buckets(steps, points)), firstTimestamp };
    const all = await this.#points(steps, count);
    const rows = axis === 'timestamp' && range ? all.filter((row) => isWithin(row.timestamp, range)) : all;
    if (rows.length === 0) return null;
    sortBy(rows, axis);
    return { ...downsample(rows, axis, points), count: rows.length, firstTimestamp };
  }

  /** The first and the last point by step. */
  async #ends(): Promise<{ first: SeriesPoint; last: SeriesPoint } | null> {
    const [first] = await this.#read('ORDER BY metrics.step LIMIT 1');
    const [last] = await this.#read('ORDER BY metrics.step DESC LIMIT 1');
    return first && last ? { first, last } : null;
  }

  /** How many points there are within some steps; of more than are read one by one, only that there are more. */
  async #count(steps: Range): Promise<number> {
    const row = await this.#session.get<{ count: number }>(
      `SELECT count(*) AS count FROM (SELECT 1 FROM metrics
       WHERE run_uuid = ? AND key = ? AND step BETWEEN ? AND ? LIMIT ?) AS counted`,
      [...this.#of, ...steps, MOST_READ + 1],
    );
    return Number(row?.count ?? 0);
  }

  /** All points within some steps, in any order. */
  async #points(steps: Range, count: number): Promise<SeriesPoint[]> {
    const isSure = count <= MOST_READ && !this.#crowd.isDense;
    const during = isSure ? await this.#pointsDuring(steps, CROWD * count) : [];
    if (during.length === count) return during;
    if (isSure) this.#crowd.isDense = true;
    return this.#read('AND step BETWEEN ? AND ?', steps);
  }

  /**
   * The same, of the time from the first of them to the last: metrics that are logged together lie scattered in the table,
   * but each alone lies in order of time in the primary key, which is some times as quick to read. Not all are found
   * where clocks and steps disagree, or where so many other runs logged the metric meanwhile that `most` is met before.
   */
  async #pointsDuring(steps: Range, most: number): Promise<SeriesPoint[]> {
    const [first] = await this.#read('AND step >= ? ORDER BY metrics.step LIMIT 1', [steps[0]]);
    const [last] = await this.#read('AND step <= ? ORDER BY metrics.step DESC LIMIT 1', [steps[1]]);
    const [runId, key] = this.#of;
    return this.#session.all<SeriesPoint>(
      `SELECT ${POINT} FROM (SELECT run_uuid, step, timestamp, value, is_nan FROM metrics
         WHERE key = ? AND timestamp BETWEEN ? AND ? LIMIT ?) AS during WHERE run_uuid = ? AND step BETWEEN ? AND ?`,
      [key, first?.timestamp, last?.timestamp, most, runId, ...steps],
    );
  }

  async #buckets([from, to]: Range, most: number): Promise<SeriesColumns & { count: number }> {
    const width = (to - from + 1) / most;
    const edge = (index: number) => Math.ceil(from + index * width);
    const ranges = Array.from({ length: most }, (_, i): Range => [edge(i), edge(i + 1) - 1]);
    const found = await this.#aggregate(ranges);
    const doubtful = ranges.filter((_, i) => found[i] && !areFinite(found[i]));
    const finite = await this.#finiteOf(doubtful);
    const buckets: Bucket[] = [];
    let count = 0;
    for (const aggregate of found) {
      if (!aggregate) continue;
      const { points, nan: _, ...values } = aggregate;
      count += Number(points);
      buckets.push({ ...values, finite: Number(points), ...(areFinite(aggregate) ? {} : finite.shift()) });
    }
    return { ...columnsOf(buckets), count };
  }

  /** Takes SQLite half the time of `#finiteOf`, and is the same where each value is finite; nothing where there are no points. */
  #aggregate(ranges: Range[]): Promise<(Aggregate | undefined)[]> {
    return this.#session.getEach<Aggregate>(
      `SELECT bucket.*, last.step, last.timestamp
       FROM (SELECT count(*) AS points, sum(value) AS sum, min(value) AS low, max(value) AS high,
           max(CAST(is_nan AS INTEGER)) AS nan
         FROM metrics WHERE run_uuid = ? AND key = ? AND step BETWEEN ? AND ?) AS bucket
       CROSS JOIN (SELECT ${DOUBLE('step')}, ${DOUBLE('timestamp')} FROM metrics
         WHERE run_uuid = ? AND key = ? AND step BETWEEN ? AND ? ORDER BY metrics.step DESC LIMIT 1) AS last`,
      ranges.map((steps) => [...this.#of, ...steps, ...this.#of, ...steps]),
    );
  }

  async #finiteOf(ranges: Range[]): Promise<Pick<Bucket, 'finite' | 'sum' | 'low' | 'high'>[]> {
    const found = await this.#session.getEach<Bucket>(
      `SELECT count(finite) AS finite, sum(finite) AS sum, min(finite) AS low, max(finite) AS high
       FROM (SELECT ${FINITE} AS finite FROM metrics
         WHERE run_uuid = ? AND key = ? AND step BETWEEN ? AND ?) AS bucket`,
      ranges.map((steps) => [...this.#of, ...steps]),
    );
    return (found as Bucket[]).map((bucket) => ({ ...bucket, finite: Number(bucket.finite) }));
  }

  /** The steps of a stretch of time, of a history whose clock goes forward with its steps. */
  async #stepsDuring([from, to]: Range, lastStep: number): Promise<Range> {
    const search = async (isPast: (time: number) => boolean): Promise<number> => {
      let [low, high] = [Number.MIN_SAFE_INTEGER, lastStep + 1];
      while (low < high) {
        const middle = Math.floor((low + high) / 2);
        const [point] = await this.#read('AND step >= ? ORDER BY metrics.step LIMIT 1', [middle]);
        if (!point || isPast(point.timestamp)) high = middle;
        else low = point.step + 1;
      }
      return low;
    };
    return [await search((time) => time >= from), (await search((time) => time > to)) - 1];
  }

  async #read(rest: string, params: readonly unknown[] = []): Promise<SeriesPoint[]> {
    return this.#session.all<SeriesPoint>(
      `SELECT ${POINT} FROM metrics WHERE run_uuid = ? AND key = ? ${rest}`,
      [...this.#of, ...params],
    );
  }
}

function areFinite({ nan, low, high }: Aggregate): boolean {
  return !nan && low > -Number.MAX_VALUE && high < Number.MAX_VALUE;
}

/** Most histories are in order as they are read. */
function sortBy(points: SeriesPoint[], axis: SeriesAxis): void {
  const isBehind = (a: SeriesPoint, b: SeriesPoint) => a[axis] - b[axis] || a.timestamp - b.timestamp;
  if (points.some((point, index) => index > 0 && isBehind(points[index - 1] as SeriesPoint, point) > 0))
    points.sort(isBehind);
}

function isWithin(value: number, [from, to]: Range): boolean {
  return value >= from && value <= to;
}
