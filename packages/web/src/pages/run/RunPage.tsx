import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useLiveArtifacts } from '../../data/artifacts.ts';
import { useRun } from '../../data/run.ts';
import { onItsWay } from '../../design/onItsWay.ts';
import { Failure, Loading } from '../../design/States.tsx';
import { TabBar } from '../../design/TabBar.tsx';
import { isSystemMetric } from '../../logic/varying.ts';
import { Overview } from './Overview.tsx';
import { RunHead } from './RunHead.tsx';
import { TEXT } from './text.ts';

// Charts are what most people come for: they are on their way while the run is still asked for.
const Charts = onItsWay(() => import('./Charts.tsx'));
const Artifacts = onItsWay(() => import('./Artifacts.tsx'), {
  isWanted: /[?&]tab=artifacts/.test(location.search),
});
const Log = onItsWay(() => import('./Log.tsx'), { isWanted: /[?&]tab=log/.test(location.search) });

const TABS = ['overview', 'charts', 'system', 'log', 'artifacts'] as const;
type Tab = (typeof TABS)[number];

/** One run: what went in, what came out, how it went. */
export default function RunPage() {
  const { runId } = useParams({ from: '/experiments/$experimentId/runs/$runId' });
  const search = useSearch({ from: '/experiments/$experimentId/runs/$runId' });
  const navigate = useNavigate({ from: '/experiments/$experimentId/runs/$runId' });
  const { data: run, error, isPending, refetch } = useRun(runId);

  useLiveArtifacts(runId, run?.status === 'RUNNING');

  if (isPending) return <Loading lines={10} />;
  if (!run) return <Failure error={error} onRetry={() => refetch()} />;

  const keys = Object.keys(run.metrics);
  const system = keys.filter(isSystemMetric).sort();
  const metrics = keys.filter((key) => !isSystemMetric(key)).sort();
  const tab: Tab = TABS.find((known) => known === search.tab) ?? 'overview';

  return (
    <>
      <RunHead
        run={run}
        tabs={
          <TabBar<Tab>
            value={tab}
            tabs={[
              { key: 'overview', label: TEXT.tabs.overview },
              { key: 'charts', label: TEXT.tabs.charts, count: metrics.length },
              { key: 'system', label: TEXT.tabs.system, count: system.length },
              { key: 'log', label: TEXT.tabs.log },
              { key: 'artifacts', label: TEXT.tabs.artifacts },
            ]}
            onChange={(next) => navigate({ search: next === 'overview' ? {} : { tab: next } })}
          />
        }
      />
      {tab === 'overview' && <Overview run={run} metrics={metrics} />}
      {tab === 'charts' && (
        <Charts key={`${runId} charts`} run={run} metrics={metrics} empty={TEXT.noMetrics} />
      )}
      {tab === 'system' && (
        <Charts key={`${runId} system`} run={run} metrics={system} empty={TEXT.noSystem} axis="relative" />
      )}
      {tab === 'log' && <Log run={run} />}
      {tab === 'artifacts' && <Artifacts run={run} />}
    </>
  );
}
