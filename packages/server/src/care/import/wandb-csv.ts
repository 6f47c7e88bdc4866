import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { metricName } from '@orrery/client';
import { invalid, type Metric, type Run, type RunStatus, type Tag } from '@orrery/core';
import { parse } from 'csv-parse/sync';
import { namesBelow } from './folder.ts';
import { runIdFrom } from './run-id.ts';
import {
  type ImportSource,
  nothing,
  type SourceExperiment,
  type SourceRegisteredModel,
  type SourceRun,
} from './source.ts';

type Row = Record<string, string>;

/** What W&B's table calls the attributes of a run, beside its config and its summary. */
const TAGS: Record<string, string> = {
  Notes: 'mlflow.note.content',
  ID: 'wandb.id',
  Group: 'wandb.group',
  'Job Type': 'wandb.job_type',
  Sweep: 'wandb.sweep',
  Tags: 'wandb.tags',
  Hostname: 'wandb.host',
};
const ATTRIBUTES = new Set([
  'Name',
  'State',
  'User',
  'Created',
  'Runtime',
  'Updated',
  'End Time',
  ...Object.keys(TAGS),
]);
const STATES: Record<string, RunStatus> = { finished: 'FINISHED', failed: 'FAILED' };
/** The x axes of charts; the first two count what MLflow calls steps. */
const AXES = ['Step', '_step', 'Relative Time (Process)', 'Relative Time (Wall)'];
const EXTREMES = /__(MIN|MAX)$/;

/** Of one run: its row of the table, if that was exported, and its points of the charts. */
interface Exported {
  row: Row;
  points: Metric[];
}

/**
 * CSV files that W&B's pages download: tables of runs (`Name`, `State`, …, then config and summary) and charts
 * (`Step`, then `<run> - <metric>`), told apart by their columns. They go together by the names of runs.
 */
export class WandbCsv implements ImportSource {
  readonly #files: readonly string[];
  readonly #experiment: string;
  readonly #params: ReadonlySet<string>;

  /**
   * @param params columns of numbers that are config, which the table does not tell from summary
   */
  constructor(files: readonly string[], experiment: string, params: readonly string[] = []) {
    this.#files = files;
    this.#experiment = experiment;
    this.#params = new Set(params);
  }

  async *experiments(): AsyncIterable<SourceExperiment> {
    const name = this.#experiment;
    const { runs, problems } = this.#read();
    if (runs.size === 0) throw invalid(problems.join('; ') || `${this.#files.join(', ')}: no rows.`);
    const read = (run: string, exported: Exported) => this.#readRun(name, run, exported);
    yield {
      experiment: { name, tags: [] },
      async *runs() {
        let told = problems;
        for (const [run, all] of runs)
          for (const exported of all) {
            yield { ...read(run, exported), problems: told };
            told = [];
          }
      },
      loggedModels: nothing,
    };
  }

  registeredModels(): AsyncIterable<SourceRegisteredModel> {
    return nothing();
  }

  #read(): { runs: Map<string, Exported[]>; problems: string[] } {
    const runs = new Map<string, Exported[]>();
    const charts: [file: string, rows: Row[]][] = [];
    const problems: string[] = [];
    for (const file of this.#files) {
      const rows = parse(readFileSync(file), { bom: true, columns: true, relax_column_count: true }) as Row[];
      const [first = {}] = rows;
      if (AXES.some((axis) => axis in first)) charts.push([file, rows]);
      else if (!('Name' in first))
        problems.push(
          `${file} has no column Name, as a table of runs has, and none of ${AXES.join(', ')}, as a chart has`,
        );
      else
        for (const row of rows) {
          const name = row.Name as string;
          runs.set(name, [...(runs.get(name) ?? []), { row, points: [] }]);
        }
    }
    for (const [file, rows] of charts) {
      const [first = {}] = rows;
      const axis = AXES.find((each) => each in first) as string;
      for (const column of Object.keys(first)) {
        if (column === axis || EXTREMES.test(column)) continue;
        const cut = column.lastIndexOf(' - ');
        const name = column.slice(0, cut);
        const [run, another] = runs.get(name) ?? [];
        if (cut < 0 || another) {
          const why = another
            ? `two runs of the table are called ${name}`
            : 'it is not called <run> - <metric>';
          problems.push(`${file}: column ${column}: ${why}`);
          continue;
        }
        const { row, points } = run ?? { row: { Name: name }, points: [] as Metric[] };
        if (!run) runs.set(name, [{ row, points }]);
        for (const point of pointsOf(rows, axis, column, startOf(row)))
          points.push({ key: metricName(column.slice(cut + 3)), ...point });
      }
    }
    return { runs, problems };
  }

  #readRun(experiment: string, name: string, { row, points }: Exported): SourceRun {
    const startTime = startOf(row);
    const charted = new Set(points.map(({ key }) => key));
    const params: Run['params'] = [];
    const summary: Metric[] = [];
    for (const [column, cell] of Object.entries(row)) {
      if (ATTRIBUTES.has(column) || cell === '') continue;
      const key = metricName(column);
      if (charted.has(key)) continue;
      const value = numberOf(cell);
      if (value === null || this.#params.has(column)) params.push({ key, value: cell });
      else summary.push({ key, value, timestamp: startTime, step: 0 });
    }
    const tags: Tag[] = [{ key: 'mlflow.runName', value: name }];
    for (const [column, key] of Object.entries(TAGS)) if (row[column]) tags.push({ key, value: row[column] });
    return {
      run: {
        info: {
          runId: runIdFrom('wandb csv', experiment, name, row.ID ?? row.Created ?? ''),
          runName: name,
          experimentId: '',
          userId: row.User ?? '',
          // Of a chart alone nobody knows; a run that still ran when it was exported has no end.
          status: row.State === undefined ? 'FINISHED' : (STATES[row.State.toLowerCase()] ?? 'KILLED'),
          startTime,
          endTime: startTime + Math.round(Number(row.Runtime ?? 0) * 1000),
          artifactUri: '',
          lifecycleStage: 'active',
        },
        metrics: [],
        params,
        tags,
        datasetInputs: [],
        modelInputs: [],
        modelOutputs: [],
      },
      async *metrics() {
        const all = [...points, ...summary];
        if (all.length > 0) yield all;
      },
      files: nothing,
    };
  }
}

/** In Unix milliseconds; 0 where the table does not say it. */
function startOf(row: Row): number {
  return Date.parse(row.Created ?? '') || 0;
}

/** Where the axis is a time since the start, in seconds, rows are counted as steps. */
function pointsOf(rows: Row[], axis: string, column: string, startTime: number): Omit<Metric, 'key'>[] {
  const isStep = AXES.indexOf(axis) < 2;
  return rows.flatMap((row, index) => {
    const value = numberOf(row[column] ?? '');
    const at = Number(row[axis]);
    if (value === null) return [];
    if (isStep) return [{ value, timestamp: startTime, step: Math.round(at) }];
    return [{ value, timestamp: startTime + Math.round(at * 1000), step: index }];
  });
}

/** CSV files at a path or below it; none where there is nothing. */
export async function csvFilesAt(path: string): Promise<string[]> {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return path.endsWith('.csv') ? [path] : [];
  return (await namesBelow(path)).filter((name) => name.endsWith('.csv')).map((name) => join(path, name));
}

function numberOf(cell: string): number | null {
  const text = cell.trim();
  if (/^[+-]?(inf|infinity)$/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  if (/^nan$/i.test(text)) return Number.NaN;
  return text !== '' && Number.isFinite(Number(text)) ? Number(text) : null;
}
