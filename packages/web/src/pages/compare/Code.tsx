import { useMemo } from 'react';
import type { Run } from '../../data/model.ts';
import { RunDot } from '../../design/RunDot.tsx';
import { Sheet } from '../../design/Sheet.tsx';
import { Empty } from '../../design/States.tsx';
import { plural, shortId } from '../../logic/format.ts';
import { commitLink, differenceLink } from '../../logic/sourceLink.ts';
import { CodeDifferences } from './CodeDifferences.tsx';
import { TEXT } from './text.ts';
import type { CompareView } from './useCompareView.ts';
import { runHeads } from './Values.tsx';

const FIELDS = [
  ['commit', 'mlflow.source.git.commit'],
  ['branch', 'mlflow.source.git.branch'],
  ['uncommitted changes', 'mlflow.source.git.dirty'],
  ['repository', 'mlflow.source.git.repoURL'],
  ['source', 'mlflow.source.name'],
  ['kind of source', 'mlflow.source.type'],
  ['entry point', 'mlflow.project.entryPoint'],
  ['command', 'orrery.command'],
  ['model version', 'orrery.model_version'],
  ['image', 'orrery.image'],
  ['seed', 'orrery.seed'],
] as const;
const COMMIT = 'mlflow.source.git.commit';
const REPOSITORY = 'mlflow.source.git.repoURL';
const MOST_DOTS = 40;

/** Which code each run was of, and what lies between: links where the repository is on a host that shows differences. */
export default function Code({ runs, view }: { runs: readonly Run[]; view: CompareView }) {
  const commits = useMemo(
    () => [
      ...Map.groupBy(
        runs.filter((run) => run.tags[COMMIT]),
        (run) => run.tags[COMMIT] as string,
      ),
    ],
    [runs],
  );
  const known = FIELDS.filter(([, tag]) => runs.some((run) => run.tags[tag] !== undefined));
  if (known.length === 0) return <Empty title={TEXT.noCode}>{TEXT.noCodeHint}</Empty>;
  const [first] = commits[0] ?? [];
  return (
    <div className="flex flex-col gap-4 px-4 py-3 md:px-6 lg:px-4">
      {commits.length > 0 && (
        <section aria-label={TEXT.commits1}>
          <h2 className="mb-1 font-semibold">{TEXT.commits(commits.length)}</h2>
          <ul className="max-h-72 divide-y divide-line overflow-y-auto border border-line bg-panel">
            {commits.map(([commit, own]) => {
              const repository = own[0]?.tags[REPOSITORY];
              const link = commitLink(repository, commit);
              const difference = first && first !== commit ? differenceLink(repository, first, commit) : null;
              return (
                <li key={commit} className="flex flex-wrap items-center gap-x-3 px-3 py-1">
                  {link ? (
                    <a href={link} className="figures text-small underline underline-offset-2" title={commit}>
                      {shortId(commit, 10)}
                    </a>
                  ) : (
                    <span className="figures text-small" title={commit}>
                      {shortId(commit, 10)}
                    </span>
                  )}
                  <span
                    className="flex flex-wrap items-center gap-0.5"
                    title={own.map(({ name }) => name).join(', ')}
                  >
                    {own.slice(0, MOST_DOTS).map((run) => (
                      <RunDot key={run.id} runId={run.id} size={9} />
                    ))}
                  </span>
                  <span className="text-ink-2">
                    {own.length === 1 ? own[0]?.name : plural(own.length, 'run')}
                  </span>
                  {difference && (
                    <a href={difference} className="ml-auto text-verdigris underline underline-offset-2">
                      {TEXT.differenceFrom(shortId(first ?? ''))}
                    </a>
                  )}
                </li>
              );
            })}
          </ul>
        </section>
      )}
      <div className="flex" style={{ height: 34 + known.length * 26 + 12 }}>
        <Sheet
          label={TEXT.codeOfRuns}
          className="w-full border border-line"
          columns={runHeads(runs)}
          rows={known.length}
          headWidth={150}
          corner={TEXT.code}
          rowHead={(row) => known[row]?.[0]}
          cell={(row, column) => {
            const tag = known[row]?.[1] ?? COMMIT;
            const value = runs[column]?.tags[tag];
            if (value === undefined) return <span className="text-ink-3">–</span>;
            const isOther = value !== runs[0]?.tags[tag];
            return (
              <span
                className={`figures truncate rounded-sm px-1 text-small ${isOther ? 'bg-verdigris-wash text-verdigris' : ''}`}
                title={value}
              >
                {tag === COMMIT ? shortId(value, 10) : value}
              </span>
            );
          }}
        />
      </div>
      <CodeDifferences runs={runs} view={view} />
    </div>
  );
}
