import { Link } from '@tanstack/react-router';
import { GitCommitHorizontal, GitCompareArrows, Orbit, Terminal } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useExperiment } from '../../data/experiments.ts';
import type { Run } from '../../data/model.ts';
import { useChangeRun, usePreviousRun, useRun } from '../../data/run.ts';
import { Menu } from '../../design/Menu.tsx';
import { NameDialog } from '../../design/NameDialog.tsx';
import { PageHead } from '../../design/PageHead.tsx';
import { RunDot } from '../../design/RunDot.tsx';
import { RunDuration } from '../../design/RunDuration.tsx';
import { StatusMark } from '../../design/StatusMark.tsx';
import { useNotify } from '../../design/Toasts.tsx';
import { When } from '../../design/When.tsx';
import { packRunIds } from '../../logic/compareLink.ts';
import { shortId } from '../../logic/format.ts';
import { commitLink } from '../../logic/sourceLink.ts';
import { TEXT } from './text.ts';

/** A run's name and what kind of run it is, in one glance. */
export function RunHead({ run, tabs }: { run: Run; tabs: ReactNode }) {
  const experiment = useExperiment(run.experimentId);
  const change = useChangeRun();
  const notify = useNotify();
  const [renaming, setRenaming] = useState(false);
  const parentId = run.tags['mlflow.parentRunId'];

  const toggle = (kind: 'delete' | 'restore'): void => {
    const back = kind === 'delete' ? 'restore' : 'delete';
    change.mutate(
      { kind, id: run.id },
      {
        onError: notify.failed,
        onSuccess: () =>
          notify.done(kind === 'delete' ? TEXT.wasDeleted(run.name) : TEXT.wasRestored(run.name), () =>
            change.mutate({ kind: back, id: run.id }, { onError: notify.failed }),
          ),
      },
    );
  };

  return (
    <>
      <PageHead
        trail={
          <>
            <Link to="/experiments" className="hover:text-ink hover:underline">
              {TEXT.experiments}
            </Link>
            <span aria-hidden="true">/</span>
            <Link
              to="/experiments/$experimentId"
              params={{ experimentId: run.experimentId }}
              className="hover:text-ink hover:underline"
            >
              {experiment.data?.name ?? run.experimentId}
            </Link>
            {parentId && <ParentCrumb runId={parentId} experimentId={run.experimentId} />}
          </>
        }
        title={
          <>
            <RunDot runId={run.id} size={14} />
            <span className={run.stage === 'deleted' ? 'line-through decoration-1' : undefined}>
              {run.name}
            </span>
            {run.stage === 'deleted' && (
              <span className="font-normal text-alarm text-body">{TEXT.deleted}</span>
            )}
          </>
        }
        facts={<Facts run={run} />}
        actions={
          <>
            <ComparePrevious run={run} />
            <Menu
              label={TEXT.actions}
              items={[
                { label: TEXT.rename, onSelect: () => setRenaming(true) },
                {
                  label: TEXT.copyId,
                  onSelect: () =>
                    navigator.clipboard
                      ?.writeText(run.id)
                      .then(() => notify.done(TEXT.idCopied), notify.failed),
                },
                run.stage === 'deleted'
                  ? { label: TEXT.restore, onSelect: () => toggle('restore') }
                  : { label: TEXT.delete, danger: true, onSelect: () => toggle('delete') },
              ]}
            />
          </>
        }
        tabs={tabs}
      />
      {renaming && (
        <NameDialog
          title={TEXT.renameRun}
          action={TEXT.renameDo}
          initial={run.name}
          onClose={() => setRenaming(false)}
          onSubmit={(name) => change.mutateAsync({ kind: 'rename', id: run.id, name })}
        />
      )}
    </>
  );
}

function ComparePrevious({ run }: { run: Run }) {
  const previous = usePreviousRun(run).data;
  if (!previous) return null;
  return (
    <Link
      to="/compare"
      hash={packRunIds([run.id, previous.id])}
      className="flex items-center gap-1.5 rounded-md px-2 py-1 font-medium text-ink-2 hover:bg-hover hover:text-ink"
      title={TEXT.compareHint(previous.name)}
    >
      <GitCompareArrows size={14} aria-hidden="true" />
      <span className="hidden sm:inline">{TEXT.compareBefore}</span>
      <span className="sm:hidden">{TEXT.compareShort}</span>
    </Link>
  );
}

function Facts({ run }: { run: Run }) {
  const source = run.tags['mlflow.source.name'];
  const commit = run.tags['mlflow.source.git.commit'];
  const study = run.tags['orrery.study_id'];
  const link = commitLink(run.tags['mlflow.source.git.repoURL'], commit);
  return (
    <>
      <StatusMark status={run.status} />
      <RunDuration run={run} />
      <span>
        {TEXT.started} <When time={run.startTime} />
        {run.user && TEXT.by(run.user)}
      </span>
      {source && (
        <span className="flex min-w-0 items-center gap-1" title={source}>
          <Terminal size={13} aria-label={TEXT.source} />
          <span className="figures max-w-60 truncate text-small">{source.split('/').at(-1)}</span>
        </span>
      )}
      {commit && (
        <span className="flex items-center gap-1" title={TEXT.commit(commit)}>
          <GitCommitHorizontal size={14} aria-label={TEXT.commit2} />
          {link ? (
            <a href={link} className="figures text-small underline underline-offset-2">
              {shortId(commit)}
            </a>
          ) : (
            <span className="figures text-small">{shortId(commit)}</span>
          )}
        </span>
      )}
      {study && (
        <Link
          to="/studies/$studyId"
          params={{ studyId: study }}
          className="flex items-center gap-1 text-verdigris underline underline-offset-2"
        >
          <Orbit size={13} aria-hidden="true" /> {TEXT.study} {study}
        </Link>
      )}
    </>
  );
}

function ParentCrumb({ runId, experimentId }: { runId: string; experimentId: string }) {
  const parent = useRun(runId);
  return (
    <>
      <span aria-hidden="true">/</span>
      <Link
        to="/experiments/$experimentId/runs/$runId"
        params={{ experimentId: parent.data?.experimentId ?? experimentId, runId }}
        className="flex items-center gap-1 hover:text-ink hover:underline"
      >
        <RunDot runId={runId} size={8} />
        {parent.data?.name ?? shortId(runId)}
      </Link>
    </>
  );
}
