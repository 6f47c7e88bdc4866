import { Link, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useChangeExperiment } from '../../data/experiments.ts';
import type { Experiment } from '../../data/model.ts';
import { Button } from '../../design/Button.tsx';
import { Menu } from '../../design/Menu.tsx';
import { NameDialog } from '../../design/NameDialog.tsx';
import { PageHead } from '../../design/PageHead.tsx';
import { useNotify } from '../../design/Toasts.tsx';
import { plural } from '../../logic/format.ts';
import { ExperimentFacts } from './ExperimentFacts.tsx';
import { TEXT } from './text.ts';

const AboutDialog = lazy(() => import('./AboutDialog.tsx'));

interface ExperimentHeadProps {
  experimentId: string;
  experiment: Experiment | undefined;
  /** null while nobody knows. */
  runs: number | null;
}

/** An experiment's name, note and tags, and what can be done with it. */
export function ExperimentHead({ experimentId, experiment, runs }: ExperimentHeadProps) {
  const change = useChangeExperiment();
  const notify = useNotify();
  const navigate = useNavigate();
  const [asking, setAsking] = useState<'name' | 'about' | null>(null);
  const isDeleted = experiment?.stage === 'deleted';
  const restore = (): void =>
    change.mutate({ kind: 'restore', id: experimentId }, { onError: notify.failed });
  const remove = (name: string): void =>
    change.mutate(
      { kind: 'delete', id: experimentId },
      {
        onError: notify.failed,
        onSuccess: () => {
          notify.done(TEXT.deletedOne(name), restore);
          void navigate({ to: '/experiments' });
        },
      },
    );
  return (
    <>
      <PageHead
        trail={
          <Link to="/experiments" className="hover:text-ink hover:underline">
            {TEXT.experiments}
          </Link>
        }
        title={
          <>
            {experiment?.name ?? (
              <span className="text-ink-3">
                {TEXT.experiment} {experimentId}
              </span>
            )}
            {isDeleted && <span className="font-normal text-alarm text-body">{TEXT.isDeleted}</span>}
          </>
        }
        facts={
          <>
            <span>{runs === null ? '\u00a0' : plural(runs, 'run')}</span>
            {experiment && <ExperimentFacts experiment={experiment} />}
          </>
        }
        actions={
          experiment && (
            <>
              <Button onClick={() => setAsking('about')}>{TEXT.about}</Button>
              <Menu
                label={TEXT.actionsForThisExperiment}
                items={
                  isDeleted
                    ? [{ label: TEXT.restore, onSelect: restore }]
                    : [
                        { label: TEXT.rename, onSelect: () => setAsking('name') },
                        { label: TEXT.delete, danger: true, onSelect: () => remove(experiment.name) },
                      ]
                }
              />
            </>
          )
        }
      />
      {experiment && asking === 'name' && (
        <NameDialog
          title={TEXT.renameExperiment}
          action={TEXT.renameIt}
          initial={experiment.name}
          onClose={() => setAsking(null)}
          onSubmit={(name) => change.mutateAsync({ kind: 'rename', id: experimentId, name })}
        />
      )}
      {experiment && asking === 'about' && (
        <Suspense>
          <AboutDialog experiment={experiment} onClose={() => setAsking(null)} />
        </Suspense>
      )}
    </>
  );
}
