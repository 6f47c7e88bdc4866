import { Link } from '@tanstack/react-router';
import { Fragment, lazy, Suspense, useMemo } from 'react';
import { useRunsByIds } from '../../data/compare.ts';
import { useExperiment } from '../../data/experiments.ts';
import { onItsWay } from '../../design/onItsWay.ts';
import { PageHead } from '../../design/PageHead.tsx';
import { Empty, Failure, Loading } from '../../design/States.tsx';
import { StatusMark } from '../../design/StatusMark.tsx';
import { TabBar } from '../../design/TabBar.tsx';
import { parseDirection } from '../../logic/direction.ts';
import { RunList } from './RunList.tsx';
import { TEXT } from './text.ts';
import { type CompareTab, useCompareView } from './useCompareView.ts';

const Workspace = onItsWay(() => import('./Workspace.tsx'), { isWanted: !/[?&]tab=/.test(location.search) });
const Values = lazy(() => import('./Values.tsx'));
const Artifacts = lazy(() => import('./Artifacts.tsx'));
const Code = lazy(() => import('./Code.tsx'));

const MOST = 500;

function ExperimentName({ id }: { id: string }) {
  return useExperiment(id).data?.name ?? id;
}

/** Several runs beside each other: their curves, their values, their files and their code. */
export default function ComparePage() {
  const view = useCompareView();
  const asked = useMemo(() => view.ids.slice(0, MOST), [view.ids]);
  const { data, error, isPending, refetch } = useRunsByIds(asked);
  const all = data?.runs;
  const shown = useMemo(() => all?.filter((run) => !view.hidden.has(run.id)) ?? [], [all, view.hidden]);
  const experiments = new Set(all?.map((run) => run.experimentId));
  const tags = useExperiment(all?.[0]?.experimentId ?? '').data?.tags ?? {};
  const primary = tags['orrery.primary_metric'] ?? data?.primary ?? null;
  const direction = parseDirection(tags['orrery.direction']);
  const directions = useMemo(
    () => (primary !== null && direction ? { [primary]: direction } : {}),
    [primary, direction],
  );

  return (
    <>
      <PageHead
        trail={
          <>
            <Link to="/experiments" className="hover:text-ink hover:underline">
              {TEXT.experiments}
            </Link>
            {[...experiments].slice(0, 3).map((experimentId) => (
              <Fragment key={experimentId}>
                <span aria-hidden="true">/</span>
                <Link
                  to="/experiments/$experimentId"
                  params={{ experimentId }}
                  className="hover:text-ink hover:underline"
                >
                  <ExperimentName id={experimentId} />
                </Link>
              </Fragment>
            ))}
          </>
        }
        title={TEXT.compare(asked.length)}
        facts={
          <>
            {[...Map.groupBy(all ?? [], ({ status }) => status)].map(([status, own]) => (
              <span key={status} className="flex items-center gap-1">
                <StatusMark status={status} />
                <span className="figures text-small">{own.length}</span>
              </span>
            ))}
            {view.hidden.size > 0 && <span>{TEXT.hidden(view.hidden.size)}</span>}
            {view.ids.length > MOST && (
              <span className="text-brass">{TEXT.tooMany(MOST, view.ids.length)}</span>
            )}
            {data && data.missing.length > 0 && (
              <span className="text-brass">{TEXT.missing(data.missing.length)}</span>
            )}
          </>
        }
        tabs={
          <TabBar<CompareTab>
            value={view.tab}
            tabs={[
              { key: 'charts', label: TEXT.tabs.charts },
              { key: 'values', label: TEXT.tabs.values },
              { key: 'artifacts', label: TEXT.tabs.artifacts },
              { key: 'code', label: TEXT.tabs.code },
            ]}
            onChange={view.setTab}
          />
        }
      />
      {asked.length === 0 ? (
        <Empty title={TEXT.noRuns}>
          {TEXT.noRunsHint}{' '}
          <Link to="/experiments" className="underline">
            {TEXT.experiments}
          </Link>
        </Empty>
      ) : error ? (
        <Failure error={error} onRetry={() => refetch()} />
      ) : isPending || !all ? (
        <Loading lines={10} />
      ) : all.length === 0 ? (
        <Empty title={TEXT.allGone} />
      ) : (
        <div className="flex min-h-0 flex-1 flex-col lg:flex-row">
          <RunList runs={all} view={view} />
          <div className="flex min-h-0 min-w-0 flex-1 flex-col lg:overflow-y-auto">
            <Suspense fallback={<Loading />}>
              {view.tab === 'charts' && <Workspace all={all} runs={shown} primary={primary} view={view} />}
              {view.tab === 'values' && <Values runs={shown} directions={directions} view={view} />}
              {view.tab === 'artifacts' && <Artifacts runs={shown} view={view} />}
              {view.tab === 'code' && <Code runs={shown} view={view} />}
            </Suspense>
          </div>
        </div>
      )}
    </>
  );
}
