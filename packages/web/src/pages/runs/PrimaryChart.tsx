import { useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import { useChangeExperiment } from '../../data/experiments.ts';
import type { Experiment } from '../../data/model.ts';
import { type Best, useRunKeys } from '../../data/runFacts.ts';
import { Button } from '../../design/Button.tsx';
import { onItsWay } from '../../design/onItsWay.ts';
import { RunDot } from '../../design/RunDot.tsx';
import { Segmented } from '../../design/Segmented.tsx';
import { Select } from '../../design/Select.tsx';
import { useNotify } from '../../design/Toasts.tsx';
import type { Direction } from '../../logic/direction.ts';
import { formatNumber } from '../../logic/format.ts';
import { isSystemMetric } from '../../logic/varying.ts';
import { TEXT } from './text.ts';
import type { ChartKind, RunsView } from './useRunsView.ts';

/** The list of experiments has this page at hand before anybody asks for it. */
const isWanted = /\/experiments\/./.test(location.pathname);
const FinalsChart = onItsWay(() => import('./FinalsChart.tsx'), { isWanted, fallback: null });
const CurvesChart = onItsWay(() => import('./CurvesChart.tsx'), { isWanted, fallback: null });

interface PrimaryChartProps {
  experimentId: string;
  experiment: Experiment | undefined;
  metric: string;
  direction: Direction;
  /** How many runs there are. */
  runs: number;
  best: Best | undefined;
  view: RunsView;
}

const HEIGHT = 168;
const FEW = 24;

/** The experiment's primary metric: where each run ended, or how the leaders got there. */
export function PrimaryChart(props: PrimaryChartProps) {
  const { experimentId, experiment, metric, direction, runs, best, view } = props;
  const change = useChangeExperiment();
  const notify = useNotify();
  const kind = view.chart ?? (runs <= FEW ? 'curves' : 'finals');
  const keys = useRunKeys(experimentId, true);
  const metrics = (keys.data ?? []).flatMap((found) =>
    found.kind === 'metrics' && !isSystemMetric(found.key) ? found.key : [],
  );
  const leader = best?.[metric]?.[direction === 'maximize' ? 'max' : 'min'];
  const navigate = useNavigate();
  const open = useCallback(
    (runId: string) =>
      navigate({ to: '/experiments/$experimentId/runs/$runId', params: { experimentId, runId } }),
    [navigate, experimentId],
  );
  const judge = (key: string): void => {
    const before = experiment?.tags['orrery.primary_metric'];
    const set = (value: string | undefined) =>
      change.mutateAsync(
        value === undefined
          ? { kind: 'untag', id: experimentId, key: 'orrery.primary_metric' }
          : { kind: 'tag', id: experimentId, key: 'orrery.primary_metric', value },
      );
    set(key).then(
      () => notify.done(TEXT.judged(key), () => void set(before).catch(notify.failed)),
      notify.failed,
    );
  };
  const chart = { experimentId, metric, direction, filter: view.filter, stage: view.stage, height: HEIGHT };

  return (
    <section aria-label={TEXT.chart(metric)} className="shrink-0 border-line border-b bg-panel px-4 md:px-6">
      <div className="flex min-h-10 flex-wrap items-center gap-x-3 gap-y-1 py-1.5">
        <h2 className="sr-only">{metric}</h2>
        <Select
          aria-label={TEXT.primary}
          value={metric}
          options={(metrics.includes(metric) ? metrics : [metric]).map((key) => [key, key] as const)}
          onChange={(key) => view.setMetric(key)}
          className="max-w-56 font-semibold"
        />
        <span className="text-ink-3 text-small">
          {direction === 'maximize' ? TEXT.moreIsBetter : TEXT.lessIsBetter}
        </span>
        {experiment && experiment.tags['orrery.primary_metric'] !== metric && view.metric === metric && (
          <Button tone="quiet" onClick={() => judge(metric)}>
            {TEXT.judge}
          </Button>
        )}
        {leader && (
          <button
            type="button"
            onClick={() => open(leader.run_id)}
            className="hidden min-w-0 items-center gap-1.5 text-ink-2 hover:underline hover:underline-offset-2 md:flex"
          >
            {TEXT.best} <b className="figures font-semibold text-brass">{formatNumber(leader.value)}</b>
            <RunDot runId={leader.run_id} /> <span className="truncate">{leader.run_name}</span>
          </button>
        )}
        <div className="ml-auto">
          <Segmented<ChartKind>
            label={TEXT.chart2}
            value={kind}
            options={[
              ['curves', TEXT.curves],
              ['finals', TEXT.lastValues],
              ['none', TEXT.hideChart],
            ]}
            onChange={view.setChart}
          />
        </div>
      </div>
      {kind !== 'none' && (
        <div style={{ height: HEIGHT }}>
          {kind === 'curves' ? (
            <CurvesChart {...chart} onOpen={open} />
          ) : (
            <FinalsChart {...chart} onOpen={open} />
          )}
        </div>
      )}
    </section>
  );
}
