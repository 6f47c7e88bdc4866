import { useNavigate, useSearch } from '@tanstack/react-router';
import { WorkbenchTabs } from '../../app/WorkbenchTabs.tsx';
import { Labelled } from '../../design/Labelled.tsx';
import { PageHead } from '../../design/PageHead.tsx';
import { Panel } from '../../design/Panel.tsx';
import { Select } from '../../design/Select.tsx';
import { Empty, Loading } from '../../design/States.tsx';
import { type Direction, guessDirection } from '../../logic/direction.ts';
import { BestTable } from './BestTable.tsx';
import { FindingsChart } from './FindingsChart.tsx';
import { ImportanceOf } from './ImportanceOf.tsx';
import { SourcePicker } from './SourcePicker.tsx';
import { type Source, useFindings, useNames, useSources } from './sources.ts';
import { TEXT } from './text.ts';

const USUAL_METRICS = /(^|_)(val|valid|validation|test|eval)_?|accuracy|score|f1|auc/i;

const USUAL_PARAMS = /^(lr|learning_?rate|eta|alpha)$/i;

/** What experiments and studies found, together: a metric over a param, the best of each, what matters. */
export default function AnalysisPage() {
  const search = useSearch({ from: '/workbench/analysis' });
  const navigate = useNavigate({ from: '/workbench/analysis' });
  const set = (change: object) => navigate({ search: (old) => ({ ...old, ...change }), replace: true });
  const { sources, loading } = useSources();
  const picked = pickedOf(sources, search.sources);
  const { metrics, params, waiting } = useNames(picked);
  const metric = search.metric ?? metrics.find((key) => USUAL_METRICS.test(key)) ?? metrics[0] ?? '';
  const param = search.param ?? params.find((key) => USUAL_PARAMS.test(key)) ?? params[0] ?? '';
  const found = useFindings(picked, metric, param);
  const objective = picked.find(({ study }) => study)?.study?.directions[0];
  const direction: Direction = metric ? guessDirection(metric) : (objective ?? 'maximize');
  const title = TEXT.over(metric || TEXT.objective, param);

  return (
    <>
      <PageHead title={TEXT.title} tabs={<WorkbenchTabs />} />
      <div className="flex flex-col gap-4 px-4 py-4 md:px-6">
        <SourcePicker
          sources={sources}
          picked={picked}
          onPick={(ids) => set({ sources: ids.join(',') || 'none' })}
        />
        {loading ? (
          <Loading />
        ) : picked.length === 0 ? (
          <Empty title={TEXT.noSource}>{TEXT.noSourceHint}</Empty>
        ) : (
          <>
            <div className="flex min-h-13 flex-wrap gap-3">
              {metrics.length > 0 && (
                <Labelled label={TEXT.metric}>
                  <Select
                    value={metric}
                    options={metrics.map((key) => [key, key] as const)}
                    onChange={(key) => set({ metric: key })}
                    className="max-w-64"
                  />
                </Labelled>
              )}
              {params.length > 0 && (
                <Labelled label={TEXT.param}>
                  <Select
                    value={param}
                    options={params.map((key) => [key, key] as const)}
                    onChange={(key) => set({ param: key })}
                    className="max-w-64"
                  />
                </Labelled>
              )}
            </div>
            <Panel title={title}>
              <div className="min-h-85">
                {params.length > 0 ? (
                  <FindingsChart label={title} found={found} />
                ) : (
                  !waiting && <p className="px-3 py-2 text-ink-3">{TEXT.noParam}</p>
                )}
              </div>
            </Panel>
            <div className="grid items-start gap-4 xl:grid-cols-[3fr_2fr]">
              <Panel title={TEXT.bestOfEach}>
                <BestTable picked={picked} found={found} param={param} direction={direction} />
              </Panel>
              <Panel title={TEXT.importance}>
                <div className="divide-y divide-line">
                  {picked.map((source) => (
                    <ImportanceOf key={source.id} source={source} metric={metric} direction={direction} />
                  ))}
                </div>
              </Panel>
            </div>
          </>
        )}
      </div>
    </>
  );
}

const AT_FIRST = 4;

/** Those that the URL names; at first the experiment that changed last, and the studies that are called after it. */
function pickedOf(sources: readonly Source[], named: string | undefined): Source[] {
  if (named !== undefined) {
    const ids = named.split(',');
    return sources.filter(({ id }) => ids.includes(id));
  }
  const newest = sources.find(({ kind, ownId }) => kind === 'experiment' && ownId !== '0') ?? sources[0];
  if (!newest) return [];
  const studies = sources.filter(({ kind, name }) => kind === 'study' && name.startsWith(`${newest.name}__`));
  return [newest, ...studies].slice(0, AT_FIRST);
}
