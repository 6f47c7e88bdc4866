import { useMemo } from 'react';
import { useCommonArtifacts } from '../../data/compare.ts';
import type { Run } from '../../data/model.ts';
import { Panel } from '../../design/Panel.tsx';
import { Select } from '../../design/Select.tsx';
import { Failure, Loading } from '../../design/States.tsx';
import { isText } from '../../logic/artifactKind.ts';
import { Difference } from './Difference.tsx';
import { TEXT } from './text.ts';
import type { CompareView } from './useCompareView.ts';

/** Where runs keep their code, by `orrery exec` and by what else logs it there. */
const SOURCE = 'source/';

/** What differs in the code that two runs kept: the first, and one that is chosen. */
export function CodeDifferences({ runs, view }: { runs: readonly Run[]; view: CompareView }) {
  const [first, ...others] = runs;
  const other = others.find(({ id }) => id === view.other) ?? others[0];
  const ids = useMemo(() => [first, other].flatMap((run) => run?.id ?? []), [first, other]);
  const { data, error, refetch } = useCommonArtifacts(ids);
  if (!first || !other) return null;
  const files = data?.paths.filter(({ path }) => path.startsWith(SOURCE) && isText(path));
  return (
    <section aria-label={TEXT.differences} className="flex flex-col gap-3">
      <h2 className="flex flex-wrap items-center gap-2 font-semibold">
        {TEXT.betweenRuns(first.name)}
        <Select
          aria-label={TEXT.otherRun}
          value={other.id}
          options={others.map(({ id, name }) => [id, name] as const)}
          onChange={view.setOther}
          className="max-w-56"
        />
      </h2>
      {error && <Failure error={error} onRetry={() => refetch()} />}
      {!files && !error && <Loading />}
      {files?.length === 0 && <p className="max-w-[80ch] text-ink-2">{TEXT.noSource}</p>}
      {files?.map(({ path, runs: holders }) => {
        const [before, after] = [holders.includes(0) ? first : null, holders.includes(1) ? other : null];
        const owner = before ?? after;
        return (
          <Panel
            key={path}
            title={path.slice(SOURCE.length)}
            aside={
              owner &&
              holders.length === 1 && <span className="text-ink-3 text-small">{TEXT.onlyIn(owner.name)}</span>
            }
          >
            <Difference path={path} before={before} after={after} />
          </Panel>
        );
      })}
    </section>
  );
}
