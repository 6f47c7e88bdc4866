import { Link, useNavigate } from '@tanstack/react-router';
import { ListPlus } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { studyPath, useChangeStudy } from '../../data/studies.ts';
import { type Study, TAGS, type Trial } from '../../data/studyModel.ts';
import { Button } from '../../design/Button.tsx';
import { ConfirmDialog } from '../../design/ConfirmDialog.tsx';
import { Menu } from '../../design/Menu.tsx';
import { NameDialog } from '../../design/NameDialog.tsx';
import { PageHead } from '../../design/PageHead.tsx';
import { Segmented } from '../../design/Segmented.tsx';
import { TagsField } from '../../design/Tags.tsx';
import { useNotify } from '../../design/Toasts.tsx';
import { When } from '../../design/When.tsx';
import { plural } from '../../logic/format.ts';
import { TEXT } from './text.ts';

const EnqueueDialog = lazy(() => import('./EnqueueDialog.tsx'));

interface StudyHeadProps {
  study: Study;
  trials: readonly Trial[] | undefined;
  objective: number;
  onObjective: (objective: number) => void;
  tabs: ReactNode;
}

/** A study's name, its tags, and what can be done with it. */
export function StudyHead({ study, trials, objective, onObjective, tabs }: StudyHeadProps) {
  const navigate = useNavigate();
  const notify = useNotify();
  const change = useChangeStudy(study);
  const [asks, setAsks] = useState<'rename' | 'delete' | 'enqueue' | null>(null);
  const close = (): void => setAsks(null);

  const stop = (kind: 'stop' | 'resume'): void => {
    const back = kind === 'stop' ? 'resume' : 'stop';
    change.mutate(
      { kind },
      {
        onError: notify.failed,
        onSuccess: () =>
          notify.done(TEXT.told[kind], () => change.mutate({ kind: back }, { onError: notify.failed })),
      },
    );
  };
  const save = (format: 'csv' | 'json'): void => {
    location.href = studyPath(study.id, `/export?format=${format}`);
  };

  return (
    <>
      <PageHead
        trail={
          <Link to="/studies" className="hover:text-ink hover:underline">
            {TEXT.studies}
          </Link>
        }
        title={study.name}
        facts={
          <>
            <span>{study.directions.join(', ')}</span>
            {trials && <span>{plural(trials.length, 'trial')}</span>}
            <span>
              {TEXT.started} <When time={study.started} />
            </span>
            <span>
              {TEXT.last} <When time={study.last} />
            </span>
            {study.stopped && (
              <span className="text-alarm" title={study.stopped}>
                {TEXT.stopped}
              </span>
            )}
            <TagsField
              tags={study.tags}
              onChange={(tags) =>
                change.mutate({ kind: 'attrs', attrs: { [TAGS]: tags } }, { onError: notify.failed })
              }
            />
          </>
        }
        actions={
          <>
            {study.directions.length > 1 && (
              <Segmented
                label={TEXT.objective}
                value={String(objective)}
                options={study.objectives.map((name, index) => [String(index), name] as const)}
                onChange={(next) => onObjective(Number(next))}
              />
            )}
            <Button onClick={() => setAsks('enqueue')}>
              <ListPlus size={14} aria-hidden="true" /> {TEXT.enqueue}
            </Button>
            <Menu
              label={TEXT.actionsForThisStudy}
              items={[
                { label: TEXT.renameIt, onSelect: () => setAsks('rename') },
                study.stopped
                  ? { label: TEXT.resume, onSelect: () => stop('resume') }
                  : { label: TEXT.stop, onSelect: () => stop('stop') },
                { label: TEXT.exportAs('CSV'), onSelect: () => save('csv') },
                { label: TEXT.exportAs('JSON'), onSelect: () => save('json') },
                { label: TEXT.deleteIt, danger: true, onSelect: () => setAsks('delete') },
              ]}
            />
          </>
        }
        tabs={tabs}
      />
      {asks === 'rename' && (
        <NameDialog
          title={TEXT.renameStudy}
          action={TEXT.rename}
          initial={study.name}
          onClose={close}
          onSubmit={(name) => change.mutateAsync({ kind: 'rename', name })}
        />
      )}
      {asks === 'delete' && (
        <ConfirmDialog
          title={TEXT.delete(study.name)}
          description={TEXT.theStudyGoneFor(plural(trials?.length ?? 0, 'trial'))}
          action={TEXT.deleteStudy}
          onClose={close}
          onConfirm={async () => {
            await change.mutateAsync({ kind: 'delete' });
            notify.done(TEXT.deleted(study.name));
            await navigate({ to: '/studies' });
          }}
        />
      )}
      {asks === 'enqueue' && (
        <Suspense>
          <EnqueueDialog study={study} trials={trials ?? []} onClose={close} />
        </Suspense>
      )}
    </>
  );
}
