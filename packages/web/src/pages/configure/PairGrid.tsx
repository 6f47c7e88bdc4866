import { Check } from 'lucide-react';
import type { Catalog } from '../../data/catalog.ts';
import { cx } from '../../design/cx.ts';
import { Panel } from '../../design/Panel.tsx';
import { Empty } from '../../design/States.tsx';
import { addJob, type Draft, pairsOf, removeJobs } from '../../logic/manifestDraft.ts';
import { TEXT } from './text.ts';

interface PairGridProps {
  draft: Draft;
  catalog: Catalog;
  setText: (text: string) => void;
}

/** Which models run on which datasets: a press adds a job, another one takes it away. */
export function PairGrid({ draft, catalog, setText }: PairGridProps) {
  const { datasets, models, matrix } = catalog;
  const states = new Map(matrix.map((pair) => [`${pair.dataset} ${pair.model}`, pair]));
  const inMatrix = new Set(
    draft.matrix
      ? pairsOf({ dataset_slug: draft.matrix.datasets ?? [], model_name: draft.matrix.models ?? [] }).map(
          (pair) => pair.join(' '),
        )
      : [],
  );
  const jobsOf = (dataset: string, model: { slug: string; name: string }) =>
    draft.jobs.flatMap((job, index) => {
      const pairs = pairsOf(job);
      const found = pairs.some(([a, b]) => a === dataset && (b === model.slug || b === model.name));
      return found ? [{ index, alone: pairs.length === 1 }] : [];
    });
  if (datasets.length === 0 || models.length === 0) {
    return (
      <Panel title={TEXT.jobs}>
        <Empty title={TEXT.theCatalogHasNo}>{TEXT.addThemInRegistry}</Empty>
      </Panel>
    );
  }
  return (
    <Panel title={TEXT.jobs} aside={<span className="text-ink-3 text-small">{TEXT.pressCellAddOr}</span>}>
      <div className="overflow-x-auto p-3">
        <table className="border-separate border-spacing-1">
          <thead>
            <tr>
              <td />
              {models.map(({ slug }) => (
                <th key={slug} scope="col" className="px-1 pb-1 text-left font-medium text-small">
                  {slug}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {datasets.map(({ slug: dataset }) => (
              <tr key={dataset}>
                <th scope="row" className="pr-3 text-left font-medium text-small">
                  {dataset}
                </th>
                {models.map((model) => {
                  const pair = states.get(`${dataset} ${model.slug}`);
                  const jobs = jobsOf(dataset, model);
                  const shared = inMatrix.has(`${dataset} ${model.slug}`) || jobs.some(({ alone }) => !alone);
                  const unfit = pair?.state === 'incompatible';
                  const on = jobs.length > 0 || shared;
                  const name = `${model.slug} on ${dataset}`;
                  return (
                    <td key={model.slug}>
                      <button
                        type="button"
                        role="checkbox"
                        aria-checked={on}
                        aria-label={name}
                        disabled={(unfit && !on) || shared}
                        title={
                          unfit
                            ? TEXT.hasNo(dataset, pair.missing.join(', '))
                            : shared
                              ? TEXT.writtenAsListOr
                              : name
                        }
                        onClick={() =>
                          setText(
                            on
                              ? removeJobs(
                                  draft.text,
                                  jobs.map(({ index }) => index),
                                )
                              : addJob(draft.text, dataset, model.slug),
                          )
                        }
                        className={cx(
                          'flex h-8 w-full min-w-20 items-center justify-center gap-1 rounded-md border text-small disabled:cursor-not-allowed',
                          on
                            ? 'border-ink bg-ink text-paper'
                            : 'border-line-strong text-ink-3 hover:bg-hover hover:text-ink',
                          unfit && !on && 'border-line border-dashed text-ink-3',
                          on && unfit && 'border-alarm bg-alarm',
                        )}
                      >
                        {on ? (
                          <>
                            <Check size={14} /> {jobs.length > 1 && jobs.length}
                          </>
                        ) : unfit ? (
                          TEXT.no(pair.missing[0] ?? '')
                        ) : (
                          '+'
                        )}
                      </button>
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
