import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useStudy, useTrials } from '../../data/studies.ts';
import { onItsWay } from '../../design/onItsWay.ts';
import { Empty, Failure, Loading } from '../../design/States.tsx';
import { TabBar } from '../../design/TabBar.tsx';
import { StudyHead } from './StudyHead.tsx';
import { TEXT } from './text.ts';

// What most people come for is on its way while the study is still asked for; other tabs do without.
const Overview = onItsWay(() => import('./Overview.tsx'), { isWanted: !/[?&]tab=/.test(location.search) });
const Parameters = lazy(() => import('./Parameters.tsx'));
const Trials = lazy(() => import('./Trials.tsx'));

const TABS = ['overview', 'parameters', 'trials'] as const;
type Tab = (typeof TABS)[number];

/** One study: how far it is, what it found, and where it looked. */
export default function StudyPage() {
  const { studyId } = useParams({ from: '/studies/$studyId' });
  const search = useSearch({ from: '/studies/$studyId' });
  const navigate = useNavigate({ from: '/studies/$studyId' });
  const study = useStudy(studyId);
  const trials = useTrials(studyId);

  if (study.isError) return <Failure error={study.error} onRetry={() => study.refetch()} />;
  if (study.isPending) return <Loading lines={10} />;
  const { data } = study;
  const tab = TABS.find((known) => known === search.tab) ?? 'overview';
  const objective = Math.min(Number(search.objective ?? 0) || 0, data.directions.length - 1);
  const shown = { study: data, trials: trials.data ?? [], objective };

  return (
    <>
      <StudyHead
        study={data}
        trials={trials.data}
        objective={objective}
        onObjective={(next) =>
          navigate({ search: (old) => ({ ...old, objective: String(next) }), replace: true })
        }
        tabs={
          <TabBar<Tab>
            value={tab}
            tabs={[
              { key: 'overview', label: TEXT.overview },
              { key: 'parameters', label: TEXT.parameters },
              { key: 'trials', label: TEXT.trials, ...(trials.data && { count: trials.data.length }) },
            ]}
            onChange={(next) =>
              navigate({
                search: ({ tab: _old, ...rest }) => (next === 'overview' ? rest : { ...rest, tab: next }),
              })
            }
          />
        }
      />
      {trials.isError ? (
        <Failure error={trials.error} onRetry={() => trials.refetch()} />
      ) : trials.isPending ? (
        <Loading lines={10} />
      ) : (
        <Suspense fallback={<Loading lines={10} />}>
          {tab === 'overview' && <Overview {...shown} />}
          {tab !== 'overview' && trials.data.length === 0 && (
            <Empty title={TEXT.noTrialsYet}>{TEXT.theFirstAppearsHere}</Empty>
          )}
          {tab === 'parameters' && trials.data.length > 0 && <Parameters {...shown} />}
          {tab === 'trials' && trials.data.length > 0 && <Trials study={data} trials={trials.data} />}
        </Suspense>
      )}
    </>
  );
}
