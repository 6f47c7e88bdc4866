import { RotateCcw, Square } from 'lucide-react';
import type { Job } from '../../data/orchestrations.ts';
import { Button } from '../../design/Button.tsx';
import { cx } from '../../design/cx.ts';
import { Num } from '../../design/Num.tsx';
import { Progress } from '../../design/Progress.tsx';
import { StatusMark } from '../../design/StatusMark.tsx';
import type { Column } from '../../design/table/column.ts';
import { Elapsed } from './Elapsed.tsx';
import { elapsed, isOver, shareOf, toneOf } from './progress.ts';
import { TEXT } from './text.ts';

interface Actions {
  /** The key of the job that is shown beside. */
  chosen: string | undefined;
  /** What tells jobs of one name apart. */
  differ: ReadonlyMap<string, string>;
  select: (job: string) => void;
  ask: (verb: 'cancel' | 'retry', job: string) => void;
}

/** The jobs of a manifest. */
export function jobColumns({ chosen, differ, select, ask }: Actions): Column<Job>[] {
  return [
    {
      id: 'job',
      header: TEXT.job,
      width: 190,
      grow: true,
      value: ({ name }) => name,
      cell: ({ key, name, kind, attempt, reason }) => (
        <button
          type="button"
          onClick={() => select(key)}
          aria-current={key === chosen || undefined}
          className={cx(
            'truncate text-left font-medium hover:underline hover:underline-offset-2',
            key === chosen && '-ml-2 border-brass-line border-l-2 pl-1.5',
          )}
          title={reason ?? [name, differ.get(key)].filter(Boolean).join(' · ')}
        >
          {name}
          {differ.get(key) && (
            <span className="ml-1.5 font-normal text-ink-2 text-small">{differ.get(key)}</span>
          )}
          {kind === 'sweep' && <span className="ml-1.5 font-normal text-ink-3">{TEXT.sweep}</span>}
          {attempt > 1 && (
            <span className="ml-1.5 font-normal text-brass">
              {TEXT.attempt} {attempt}
            </span>
          )}
        </button>
      ),
    },
    {
      id: 'status',
      header: TEXT.status,
      width: 98,
      value: ({ status }) => status,
      cell: ({ status }) => <StatusMark status={status} />,
    },
    {
      id: 'step',
      header: TEXT.step,
      width: 132,
      value: (job) => shareOf(job) ?? undefined,
      cell: (job) => (
        <span className="flex w-full items-center gap-2">
          <Progress
            label={TEXT.oneDone(job.name)}
            share={shareOf(job)}
            tone={toneOf(job.status)}
            className="min-w-0 flex-1"
          />
          <span className="figures text-micro text-ink-2">
            {(job.step > 0 || job.steps !== null) && job.step}
            {job.steps !== null && `/${job.steps}`}
          </span>
        </span>
      ),
    },
    {
      id: 'value',
      header: TEXT.value,
      title: 'Last value of the primary metric; of a sweep the best',
      width: 82,
      align: 'right',
      descFirst: true,
      value: ({ value }) => value ?? undefined,
      cell: ({ value }) =>
        value === null ? <span className="text-line-strong">–</span> : <Num value={value} />,
    },
    {
      id: 'elapsed',
      header: TEXT.took,
      width: 80,
      align: 'right',
      descFirst: true,
      value: (job) => elapsed(job, Date.now()) ?? undefined,
      cell: (job) => <Elapsed {...job} />,
    },
    {
      id: 'actions',
      header: <span className="sr-only">{TEXT.actions}</span>,
      width: 52,
      cell: ({ key, name, status }) =>
        isOver(status) ? (
          <Button
            tone="quiet"
            icon
            aria-label={TEXT.runOneAgain(name)}
            title={TEXT.runAgain}
            onClick={() => ask('retry', key)}
          >
            <RotateCcw size={13} />
          </Button>
        ) : (
          <Button
            tone="quiet"
            icon
            aria-label={TEXT.cancelOne(name)}
            title={TEXT.cancel}
            onClick={() => ask('cancel', key)}
          >
            <Square size={12} />
          </Button>
        ),
    },
  ];
}
