import { Link } from '@tanstack/react-router';
import { type ReactNode, useMemo } from 'react';
import { type Run, runDuration } from '../../data/model.ts';
import { Num } from '../../design/Num.tsx';
import { RunDot } from '../../design/RunDot.tsx';
import { Sheet, type SheetColumn } from '../../design/Sheet.tsx';
import { StatusMark } from '../../design/StatusMark.tsx';
import { Switch } from '../../design/Switch.tsx';
import { When } from '../../design/When.tsx';
import { bestValues } from '../../logic/best.ts';
import type { Direction } from '../../logic/direction.ts';
import { formatDuration, formatNumber } from '../../logic/format.ts';
import { numericText } from '../../logic/numbers.ts';
import { isSystemMetric, varyingColumns } from '../../logic/varying.ts';
import { TEXT } from './text.ts';
import type { CompareView } from './useCompareView.ts';

/** What the runs were given and what they reached, a column a run; at first only what differs. */
export default function Values({
  runs,
  directions,
  view,
}: {
  runs: readonly Run[];
  /** Which way is better, of metrics of which somebody has said it. */
  directions: Readonly<Record<string, Direction>>;
  view: CompareView;
}) {
  const varying = useMemo(() => varyingColumns(runs), [runs]);
  const all = useMemo(
    () => ({
      params: [...new Set(runs.flatMap((run) => Object.keys(run.params)))],
      metrics: [...new Set(runs.flatMap((run) => Object.keys(run.metrics)))].filter(
        (key) => !isSystemMetric(key),
      ),
    }),
    [runs],
  );
  const { params, metrics } = view.showSame ? all : varying;
  const best = useMemo(() => bestValues(runs, metrics, directions), [runs, metrics, directions]);
  const columns = useMemo(() => runHeads(runs), [runs]);
  const same = all.params.length - varying.params.length + all.metrics.length - varying.metrics.length;

  return (
    <div className="flex flex-col gap-4 px-4 py-3 md:px-6 lg:px-4">
      <div className="flex items-center gap-3">
        <Switch
          label={TEXT.onlyDiffers}
          checked={!view.showSame}
          onChange={(only) => view.setShowSame(!only)}
        />
        <span className="text-ink-3 text-small">{TEXT.same(same)}</span>
      </div>
      <Part
        title={TEXT.metrics}
        note={TEXT.metricsNote}
        names={metrics}
        columns={columns}
        cell={(name, place) => <Metric value={runs[place]?.metrics[name]?.value} best={best.get(name)} />}
      />
      <Part
        title={TEXT.params}
        note={TEXT.paramsNote}
        names={params}
        columns={columns}
        cell={(name, place) => <Param value={runs[place]?.params[name]} first={runs[0]?.params[name]} />}
      />
      <Part
        title={TEXT.runs}
        names={Object.keys(ATTRIBUTES)}
        columns={columns}
        cell={(name, place) => {
          const run = runs[place];
          return run && ATTRIBUTES[name]?.(run);
        }}
      />
    </div>
  );
}

/** A number as it was written fits a cell in so many characters. */
const WIDE = 12;

const ATTRIBUTES: Readonly<Record<string, (run: Run) => ReactNode>> = {
  status: (run) => <StatusMark status={run.status} />,
  started: (run) => <When time={run.startTime} />,
  duration: (run) => {
    const ms = runDuration(run, Date.now());
    return ms === null ? '–' : formatDuration(ms);
  },
  user: (run) => run.user || '–',
};

interface PartProps {
  title: string;
  note?: string;
  names: readonly string[];
  columns: readonly SheetColumn[];
  cell: (name: string, place: number) => ReactNode;
}

function Part({ title, note, names, columns, cell }: PartProps) {
  return (
    <section aria-label={title}>
      <h2 className="mb-1 flex items-baseline gap-2 font-semibold">
        {title} {note && <span className="font-normal text-ink-3 text-small">{note}</span>}
      </h2>
      {names.length === 0 ? (
        <p className="text-ink-3">{TEXT.noneDiffers}</p>
      ) : (
        <div style={{ height: Math.min(560, 34 + names.length * 26 + 12) }} className="flex">
          <Sheet
            label={title}
            className="w-full border border-line"
            columns={columns}
            rows={names.length}
            headWidth={180}
            corner={title}
            rowHead={(row) => (
              <span className="truncate" title={names[row]}>
                {names[row]}
              </span>
            )}
            cell={(row, column) => cell(names[row] ?? '', column)}
          />
        </div>
      )}
    </section>
  );
}

export function runHeads(runs: readonly Run[]): SheetColumn[] {
  return runs.map((run) => ({
    key: run.id,
    title: run.name,
    width: runs.length > 8 ? 116 : 164,
    align: 'right',
    head: (
      <Link
        to="/experiments/$experimentId/runs/$runId"
        params={{ experimentId: run.experimentId, runId: run.id }}
        className="flex min-w-0 items-center gap-1 text-ink hover:underline"
      >
        <RunDot runId={run.id} size={8} />
        <span className="truncate">{run.name}</span>
      </Link>
    ),
  }));
}

function Metric({ value, best }: { value: number | undefined; best: number | undefined }) {
  if (value === undefined) return <span className="text-ink-3">–</span>;
  if (value !== best) return <Num value={value} digits={5} />;
  return (
    <span className="flex items-center gap-1 rounded-sm bg-brass-wash px-1 text-brass" title={TEXT.best}>
      <span className="size-1.5 rounded-full bg-brass-line" aria-hidden="true" />
      <Num value={value} digits={5} className="font-semibold" />
      <span className="sr-only">{TEXT.best}</span>
    </span>
  );
}

function Param({ value, first }: { value: string | undefined; first: string | undefined }) {
  if (value === undefined) return <span className="text-ink-3">–</span>;
  const number = numericText(value);
  return (
    <span
      className={`figures truncate rounded-sm px-1 text-small ${value === first ? '' : 'bg-verdigris-wash text-verdigris'}`}
      title={value}
    >
      {number === null || value.length <= WIDE ? value : formatNumber(number, 6)}
    </span>
  );
}
