import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useStudy, useTrials } from '../../data/studies.ts';
import { PageHead } from '../../design/PageHead.tsx';
import { Panel } from '../../design/Panel.tsx';
import { Segmented } from '../../design/Segmented.tsx';
import { StateBar } from '../../design/StateBar.tsx';
import { Empty, Failure, Loading } from '../../design/States.tsx';
import { When } from '../../design/When.tsx';
import { plural } from '../../logic/format.ts';
import { BestTrial } from './BestTrial.tsx';
import { HistoryChart } from './HistoryChart.tsx';
import { IntermediateChart } from './IntermediateChart.tsx';
import { ParetoChart } from './ParetoChart.tsx';
import { Slices } from './Slices.tsx';
import { StateCounts } from './StateCounts.tsx';
import { TrialTable } from './TrialTable.tsx';

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
  const objective = Math.min(Number(search.objective ?? 0) || 0, data.directions.length - 1);
  const direction = data.directions[objective] ?? 'minimize';

  return (
    <>
      <PageHead
        trail={
          <Link to="/studies" className="hover:text-ink hover:underline">
            Studies
          </Link>
        }
        title={data.name}
        facts={
          <>
            <span>{data.directions.join(', ')}</span>
            {trials.data && <span>{plural(trials.data.length, 'trial')}</span>}
            <span>
              started <When time={data.started} />
            </span>
            <span>
              last <When time={data.last} />
            </span>
          </>
        }
        actions={
          data.directions.length > 1 && (
            <Segmented
              label="Objective"
              value={String(objective)}
              options={data.directions.map((_, index) => [String(index), `Objective ${index}`] as const)}
              onChange={(next) => navigate({ search: (old) => ({ ...old, objective: next }), replace: true })}
            />
          )
        }
      />
      <div className="flex flex-col gap-3 px-4 py-4 md:px-6">
        <Panel>
          <StateCounts counts={data.counts} />
          <StateBar counts={data.counts} />
        </Panel>
        {trials.isError ? (
          <Failure error={trials.error} onRetry={() => trials.refetch()} />
        ) : trials.isPending ? (
          <Loading lines={10} />
        ) : trials.data.length === 0 ? (
          <Empty title="No trials yet">The first appears here as soon as it is asked for.</Empty>
        ) : (
          <>
            <div className="grid gap-3 lg:grid-cols-[minmax(0,1fr)_20rem]">
              <HistoryChart trials={trials.data} objective={objective} direction={direction} />
              <BestTrial study={data} trials={trials.data} />
            </div>
            <ParetoChart study={data} trials={trials.data} />
            <IntermediateChart trials={trials.data} best={data.best?.number} />
            <Slices trials={trials.data} objective={objective} best={data.best?.number} />
            <TrialTable
              study={data}
              trials={trials.data}
              sort={search.sort}
              onSort={(sort) =>
                navigate({
                  search: ({ sort: _old, ...rest }) => (sort ? { ...rest, sort } : rest),
                  replace: true,
                  resetScroll: false,
                })
              }
            />
          </>
        )}
      </div>
    </>
  );
}
