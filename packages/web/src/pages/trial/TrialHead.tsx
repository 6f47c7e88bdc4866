import { Link } from '@tanstack/react-router';
import { ChevronLeft, ChevronRight, ListPlus } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useChangeStudy } from '../../data/studies.ts';
import type { Study, Trial } from '../../data/studyModel.ts';
import { Button } from '../../design/Button.tsx';
import { ConfirmDialog } from '../../design/ConfirmDialog.tsx';
import { PageHead } from '../../design/PageHead.tsx';
import { StatusMark } from '../../design/StatusMark.tsx';
import { When } from '../../design/When.tsx';
import { formatDuration } from '../../logic/format.ts';
import { TEXT } from './text.ts';

const EnqueueDialog = lazy(() => import('../study/EnqueueDialog.tsx'));

interface TrialHeadProps {
  study: Study;
  trials: readonly Trial[];
  trial: Trial;
}

/** A trial's number and state, the ones beside it, and what can be done with it. */
export function TrialHead({ study, trials, trial }: TrialHeadProps) {
  const change = useChangeStudy(study);
  const [asks, setAsks] = useState<'enqueue' | 'fail' | null>(null);
  const studyId = String(study.id);
  const place = trials.indexOf(trial);
  return (
    <>
      <PageHead
        trail={
          <>
            <Link to="/studies" className="hover:text-ink hover:underline">
              {TEXT.studies}
            </Link>
            <span aria-hidden="true">/</span>
            <Link to="/studies/$studyId" params={{ studyId }} className="hover:text-ink hover:underline">
              {study.name}
            </Link>
          </>
        }
        title={TEXT.trial(trial.number)}
        facts={
          <>
            <StatusMark status={trial.state} />
            {trial.infeasible && <span className="text-alarm">{TEXT.breaksConstraint}</span>}
            {trial.number === study.best?.number && (
              <span className="font-medium text-brass">{TEXT.best}</span>
            )}
            {trial.started !== null && (
              <span>
                {TEXT.started} <When time={trial.started} />
              </span>
            )}
            {trial.started !== null && trial.completed !== null && (
              <span>
                {TEXT.took} {formatDuration(trial.completed - trial.started)}
              </span>
            )}
          </>
        }
        actions={
          <>
            {trial.state === 'RUNNING' && (
              <Button onClick={() => setAsks('fail')}>{TEXT.markAsFailed}</Button>
            )}
            <Button onClick={() => setAsks('enqueue')}>
              <ListPlus size={14} aria-hidden="true" /> {TEXT.enqueueAlike}
            </Button>
            <Neighbour studyId={studyId} trial={trials[place - 1]} label={TEXT.previousTrial}>
              <ChevronLeft size={16} aria-hidden="true" />
            </Neighbour>
            <Neighbour studyId={studyId} trial={trials[place + 1]} label={TEXT.nextTrial}>
              <ChevronRight size={16} aria-hidden="true" />
            </Neighbour>
          </>
        }
      />
      {asks === 'enqueue' && (
        <Suspense>
          <EnqueueDialog
            study={study}
            trials={trials}
            initial={{ ...trial.fixed, ...trial.params }}
            onClose={() => setAsks(null)}
          />
        </Suspense>
      )}
      {asks === 'fail' && (
        <ConfirmDialog
          title={TEXT.markTrialAsFailed(trial.number)}
          description={TEXT.forTrialWhoseWorker}
          action={TEXT.markAsFailed}
          onClose={() => setAsks(null)}
          onConfirm={() => change.mutateAsync({ kind: 'fail', trial: trial.number })}
        />
      )}
    </>
  );
}

interface NeighbourProps {
  studyId: string;
  trial: Trial | undefined;
  label: string;
  children: ReactNode;
}

function Neighbour({ studyId, trial, label, children }: NeighbourProps) {
  const look = 'flex size-7 items-center justify-center rounded-md border border-line-strong';
  if (!trial) {
    return (
      <span className={`${look} opacity-40`} aria-hidden="true">
        {children}
      </span>
    );
  }
  return (
    <Link
      to="/studies/$studyId/trials/$number"
      params={{ studyId, number: String(trial.number) }}
      aria-label={label}
      title={label}
      className={`${look} hover:bg-hover`}
    >
      {children}
    </Link>
  );
}
