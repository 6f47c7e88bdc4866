import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { BundleChart, type Strand } from '../../charts/BundleChart.tsx';
import { useStudies, useTrialsOf } from '../../data/studies.ts';
import type { Study, Trial } from '../../data/studyModel.ts';
import { PageHead } from '../../design/PageHead.tsx';
import { Panel } from '../../design/Panel.tsx';
import { Segmented } from '../../design/Segmented.tsx';
import { Empty, Failure, Loading } from '../../design/States.tsx';
import { edf } from '../../logic/edf.ts';
import { plural } from '../../logic/format.ts';
import { completeTrials, optimisationHistory } from '../../logic/trials.ts';
import { ComparisonTable } from './ComparisonTable.tsx';
import { TEXT } from './text.ts';

export interface Compared {
  study: Study;
  trials: readonly Trial[];
  /** 1 to 8, the token `--run-N`. */
  color: number;
}

/** Several studies side by side: how fast each came how far, how its trials are spread, what it found. */
export default function CompareStudiesPage() {
  const search = useSearch({ from: '/studies/compare' });
  const navigate = useNavigate({ from: '/studies/compare' });
  const ids = useMemo(() => (search.ids ?? '').split(',').filter(Boolean), [search.ids]);
  const studies = useStudies();
  const answers = useTrialsOf(ids);
  const failed = studies.error ?? answers.find((answer) => answer.error)?.error;
  const fresh = answers.map((answer) => answer.dataUpdatedAt).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: `fresh` stands for `answers`, an array that is new each time
  const compared = useMemo(
    () =>
      ids.flatMap((id, index): Compared[] => {
        const study = studies.data?.find((known) => String(known.id) === id);
        const own = answers[index]?.data;
        return study && own ? [{ study, trials: own, color: (index % 8) + 1 }] : [];
      }),
    [ids, studies.data, fresh],
  );
  const most = Math.min(...compared.map(({ study }) => study.directions.length));
  const objective = Math.min(Number(search.objective ?? 0) || 0, Math.max(0, most - 1));

  return (
    <>
      <PageHead
        trail={
          <Link to="/studies" className="hover:text-ink hover:underline">
            {TEXT.studies}
          </Link>
        }
        title={TEXT.compareStudies}
        facts={<span>{plural(compared.length, 'study', 'studies')}</span>}
        actions={
          most > 1 &&
          Number.isFinite(most) && (
            <Segmented
              label={TEXT.objective}
              value={String(objective)}
              options={Array.from(
                { length: most },
                (_, index) => [String(index), `Objective ${index}`] as const,
              )}
              onChange={(next) => navigate({ search: (old) => ({ ...old, objective: next }), replace: true })}
            />
          )
        }
      />
      {failed ? (
        <Failure error={failed} onRetry={() => studies.refetch()} />
      ) : studies.isPending || answers.some((answer) => answer.isPending) ? (
        <Loading lines={10} />
      ) : compared.length === 0 ? (
        <Empty title={TEXT.noStudiesCompare}>
          {TEXT.chooseSomeIn} <Link to="/studies">{TEXT.listStudies}</Link>.
        </Empty>
      ) : (
        <Comparison compared={compared} objective={objective} />
      )}
    </>
  );
}

function Comparison({ compared, objective }: { compared: readonly Compared[]; objective: number }) {
  const histories = useMemo(
    () =>
      compared.map((one) => {
        const direction = one.study.directions[objective] ?? 'minimize';
        const { xs, ys } = optimisationHistory(one.trials, objective, direction).best;
        return strand(one, steps(xs, ys));
      }),
    [compared, objective],
  );
  const spreads = useMemo(
    () =>
      compared.map((one) =>
        strand(
          one,
          edf(completeTrials(one.trials, objective).map((trial) => trial.values?.[objective] ?? 0)),
        ),
      ),
    [compared, objective],
  );
  const card = (study: Study) => study.name;
  return (
    <div className="flex flex-col gap-3 px-4 py-4 md:px-6">
      <ComparisonTable compared={compared} objective={objective} />
      <div className="grid gap-3 xl:grid-cols-2">
        <Panel title={TEXT.bestSoFar} aside={<span className="text-ink-2 text-small">{TEXT.byTrial}</span>}>
          <BundleChart label={TEXT.bestValueSoFar} height={300} strands={histories} card={card} />
        </Panel>
        <Panel
          title={TEXT.distribution}
          aside={<span className="text-ink-2 text-small">{TEXT.shareTrialsAtValue}</span>}
        >
          <BundleChart
            label={TEXT.empiricalDistributionEachStudy}
            height={300}
            xKind="value"
            strands={spreads}
            card={card}
          />
        </Panel>
      </div>
    </div>
  );
}

function strand({ study, color }: Compared, points: readonly (readonly [number, number])[]): Strand<Study> {
  return { points, color: (theme) => theme.run(color), strong: true, item: study };
}

function steps(xs: readonly number[], ys: readonly number[]): [number, number][] {
  return xs.flatMap((x, index): [number, number][] =>
    index === 0
      ? [[x, ys[0] ?? 0]]
      : [
          [x, ys[index - 1] ?? 0],
          [x, ys[index] ?? 0],
        ],
  );
}
