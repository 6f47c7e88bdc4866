import { useNavigate, useSearch } from '@tanstack/react-router';
import { FilePlus, FolderOpen, Play } from 'lucide-react';
import { useRef } from 'react';
import { WorkbenchTabs } from '../../app/WorkbenchTabs.tsx';
import { useCatalog } from '../../data/catalog.ts';
import { useManifestCheck, useStartManifest } from '../../data/manifests.ts';
import { useManifestText } from '../../data/orchestrations.ts';
import { useSettled } from '../../data/useSettled.ts';
import { Button } from '../../design/Button.tsx';
import { PageHead } from '../../design/PageHead.tsx';
import { Failure, Loading } from '../../design/States.tsx';
import { useNotify } from '../../design/Toasts.tsx';
import { plural } from '../../logic/format.ts';
import { NEW_MANIFEST } from '../../logic/manifestDraft.ts';
import { Form } from './Form.tsx';
import { Problems } from './Problems.tsx';
import { TEXT } from './text.ts';
import { useDraft } from './useDraft.ts';
import { YamlField } from './YamlField.tsx';

const SETTLE_MS = 350;

/** A manifest as a form and as YAML, side by side and in step. */
export default function ConfigurePage() {
  const { from } = useSearch({ from: '/workbench/configure' });
  const navigate = useNavigate();
  const notify = useNotify();
  const given = useManifestText(from);
  const catalog = useCatalog();
  const { draft, setText, set } = useDraft(from ? given.data : undefined);
  const check = useManifestCheck(useSettled(draft.text, SETTLE_MS));
  const start = useStartManifest();
  const file = useRef<HTMLInputElement>(null);
  const jobs = check.data?.plan?.jobs ?? [];
  const trials = jobs.reduce((sum, { sweep }) => sum + (sweep?.n_trials ?? 0), 0);

  const run = (): void =>
    start.mutate(draft.text, {
      onError: notify.failed,
      onSuccess: ({ id }) => navigate({ to: '/workbench/runs/$id', params: { id } }),
    });

  return (
    <>
      <PageHead
        title={TEXT.configure}
        facts={
          check.data?.plan ? (
            <>
              <span>{plural(jobs.filter(({ plain }) => plain).length, 'job')}</span>
              {trials > 0 && <span>{plural(trials, 'trial')}</span>}
            </>
          ) : (
            <span>
              {check.data ? plural(check.data.problems.length, 'thing') : '…'} {TEXT.toMend}
            </span>
          )
        }
        actions={
          <>
            <Button onClick={() => setText(NEW_MANIFEST)}>
              <FilePlus size={14} /> {TEXT.new}
            </Button>
            <Button onClick={() => file.current?.click()}>
              <FolderOpen size={14} /> {TEXT.open}
            </Button>
            <input
              ref={file}
              type="file"
              accept=".yaml,.yml"
              className="hidden"
              aria-label={TEXT.manifestFile}
              onChange={async ({ target }) => {
                const chosen = target.files?.[0];
                if (chosen) setText(await chosen.text());
                target.value = '';
              }}
            />
            <Button tone="primary" disabled={!check.data?.plan || start.isPending} onClick={run}>
              <Play size={13} /> {start.isPending ? TEXT.starting : TEXT.run}
            </Button>
          </>
        }
        tabs={<WorkbenchTabs />}
      />
      {catalog.isPending && <Loading />}
      {catalog.error && <Failure error={catalog.error} onRetry={() => catalog.refetch()} />}
      {catalog.data && (
        <div className="grid lg:min-h-0 lg:flex-1 lg:grid-cols-[minmax(0,1fr)_minmax(22rem,40%)]">
          <div className="min-h-0 min-w-0 lg:overflow-y-auto">
            <Form draft={draft} catalog={catalog.data} set={set} setText={setText} />
          </div>
          <div className="flex min-h-96 min-w-0 flex-col border-line border-t lg:min-h-0 lg:border-t-0 lg:border-l">
            <YamlField text={draft.text} onChange={setText} problems={check.data?.problems ?? []} />
            <Problems check={check.data} error={check.error} />
          </div>
        </div>
      )}
    </>
  );
}
