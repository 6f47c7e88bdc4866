import { Link } from '@tanstack/react-router';
import type { OrchestrationSummary } from '../../data/orchestrations.ts';
import { Progress } from '../../design/Progress.tsx';
import { StatusMark } from '../../design/StatusMark.tsx';
import type { Column } from '../../design/table/column.ts';
import { When } from '../../design/When.tsx';
import { Elapsed } from './Elapsed.tsx';
import { elapsed, toneOf } from './progress.ts';
import { TEXT } from './text.ts';

const WORDS: Record<string, string> = {
  RUNNING: 'running',
  QUEUED: 'queued',
  FINISHED: 'finished',
  FAILED: 'failed',
  KILLED: 'killed',
  SKIPPED: 'skipped',
};

const total = ({ counts }: OrchestrationSummary) =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);

export const QUEUE_COLUMNS: Column<OrchestrationSummary>[] = [
  {
    id: 'experiment',
    header: TEXT.experiment,
    width: 190,
    grow: true,
    value: ({ experiment }) => experiment,
    cell: ({ id, experiment, reason }) => (
      <Link
        to="/workbench/runs/$id"
        params={{ id }}
        className="truncate font-medium hover:underline hover:underline-offset-2"
        title={reason ?? id}
      >
        {experiment}
      </Link>
    ),
  },
  {
    id: 'status',
    header: TEXT.status,
    width: 110,
    value: ({ status }) => status,
    cell: ({ status }) => <StatusMark status={status} />,
  },
  {
    id: 'progress',
    header: TEXT.doneShare,
    width: 170,
    descFirst: true,
    value: ({ progress }) => progress,
    cell: ({ progress, status, experiment }) => (
      <span className="flex w-full items-center gap-2">
        <Progress
          label={TEXT.experimentDone(experiment)}
          share={progress}
          tone={toneOf(status)}
          className="min-w-0 flex-1"
        />
        <span className="figures w-9 text-right text-small">{Math.round(progress * 100)}%</span>
      </span>
    ),
  },
  {
    id: 'jobs',
    header: TEXT.jobs,
    width: 230,
    descFirst: true,
    value: total,
    cell: (one) => (
      <span className="flex min-w-0 items-baseline gap-2">
        <span className="figures w-8 text-right text-small">{total(one)}</span>
        <span className="truncate text-ink-2 text-small">
          {Object.entries(one.counts)
            .map(([word, count]) => `${count} ${WORDS[word] ?? word}`)
            .join(', ')}
        </span>
      </span>
    ),
  },
  {
    id: 'elapsed',
    header: TEXT.took,
    width: 90,
    align: 'right',
    descFirst: true,
    value: (one) => elapsed(one, Date.now()) ?? undefined,
    cell: (one) => <Elapsed {...one} />,
  },
  {
    id: 'created',
    header: TEXT.started,
    width: 120,
    descFirst: true,
    value: ({ created_ms }) => created_ms,
    cell: ({ created_ms }) => <When time={created_ms} />,
  },
  {
    id: 'by',
    header: TEXT.startedBy,
    width: 150,
    value: ({ user }) => user,
    cell: ({ user, via }) => (
      <span className="truncate text-ink-2">
        {user}
        {via === 'terminal' ? TEXT.inTerminal2 : ''}
      </span>
    ),
  },
];
