import { Plus, ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { WorkbenchTabs } from '../../app/WorkbenchTabs.tsx';
import { type Problem, useCatalog, useCheckCatalog } from '../../data/catalog.ts';
import { Button } from '../../design/Button.tsx';
import { PageHead } from '../../design/PageHead.tsx';
import { Panel } from '../../design/Panel.tsx';
import { Empty, Failure, Loading } from '../../design/States.tsx';
import { useNotify } from '../../design/Toasts.tsx';
import { plural } from '../../logic/format.ts';
import { AddDialog } from './AddDialog.tsx';
import { CompatibilityMatrix } from './CompatibilityMatrix.tsx';
import { DatasetCard } from './DatasetCard.tsx';
import { ModelCard } from './ModelCard.tsx';
import { TEXT } from './text.ts';

/** Datasets, models, and which of them go together. */
export default function RegistryPage() {
  const { data, error, isPending, refetch } = useCatalog();
  const check = useCheckCatalog();
  const notify = useNotify();
  const [adding, setAdding] = useState<'datasets' | 'models' | null>(null);
  const problems = [...(data?.problems ?? []), ...(check.data?.problems ?? [])];
  const empty = data && data.datasets.length + data.models.length === 0;

  return (
    <>
      <PageHead
        title={TEXT.registry}
        facts={
          data && (
            <>
              <span>{plural(data.datasets.length, 'dataset')}</span>
              <span>{plural(data.models.length, 'model')}</span>
            </>
          )
        }
        actions={
          <>
            <Button
              disabled={check.isPending}
              onClick={() =>
                check.mutate(undefined, {
                  onError: notify.failed,
                  onSuccess: ({ problems: found }) => {
                    if (found.length === 0) notify.done(TEXT.filesAreWell);
                  },
                })
              }
            >
              <ShieldCheck size={14} /> {check.isPending ? TEXT.checking : TEXT.checkFiles}
            </Button>
            <Button onClick={() => setAdding('datasets')}>
              <Plus size={14} /> {TEXT.dataset}
            </Button>
            <Button onClick={() => setAdding('models')}>
              <Plus size={14} /> {TEXT.model}
            </Button>
          </>
        }
        tabs={<WorkbenchTabs />}
      />
      {isPending && <Loading />}
      {error && <Failure error={error} onRetry={() => refetch()} />}
      {problems.length > 0 && <Problems problems={problems} />}
      {empty && (
        <Empty title={TEXT.theCatalogEmpty}>
          {TEXT.addDatasetFileOr} <code className="figures">{TEXT.modelYaml}</code>
          {TEXT.aCatalogBesideManifest} <code className="figures">{TEXT.orreryRun}</code> {TEXT.hasRunIt}
        </Empty>
      )}
      {data && !empty && (
        <div className="flex flex-col gap-4 px-4 py-4 md:px-6">
          {data.datasets.length > 0 && data.models.length > 0 && (
            <Panel title={TEXT.whichGoTogether}>
              <CompatibilityMatrix catalog={data} />
            </Panel>
          )}
          <section aria-label={TEXT.models}>
            <h2 className="mb-2 font-semibold text-lead">{TEXT.models}</h2>
            <div className="grid items-start gap-3 md:grid-cols-2 2xl:grid-cols-3">
              {data.models.map((model) => (
                <ModelCard key={model.slug} model={model} />
              ))}
            </div>
          </section>
          <section aria-label={TEXT.datasets}>
            <h2 className="mb-2 font-semibold text-lead">{TEXT.datasets}</h2>
            <div className="grid items-start gap-3 md:grid-cols-2 2xl:grid-cols-3">
              {data.datasets.map((dataset) => (
                <DatasetCard key={dataset.slug} dataset={dataset} />
              ))}
            </div>
          </section>
        </div>
      )}
      {adding && <AddDialog kind={adding} onClose={() => setAdding(null)} />}
    </>
  );
}

function Problems({ problems }: { problems: Problem[] }) {
  return (
    <div role="alert" className="mx-4 mt-4 border-alarm border-l-2 bg-alarm-wash px-3 py-2 md:mx-6">
      <ul>
        {problems.map(({ file, line, message }) => (
          <li key={`${file} ${line} ${message}`} className="[overflow-wrap:anywhere]">
            <span className="figures text-ink-2 text-small">
              {file}
              {line !== undefined && `:${line}`}
            </span>{' '}
            {message}
          </li>
        ))}
      </ul>
    </div>
  );
}
