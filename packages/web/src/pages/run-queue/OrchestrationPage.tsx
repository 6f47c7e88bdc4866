import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Pencil, RotateCcw, Square } from 'lucide-react';
import { useMemo } from 'react';
import { type Job, type Orchestration, useAsk, useFollowed } from '../../data/orchestrations.ts';
import { Button } from '../../design/Button.tsx';
import { PageHead } from '../../design/PageHead.tsx';
import { Progress } from '../../design/Progress.tsx';
import { Failure, Loading } from '../../design/States.tsx';
import { StatusMark } from '../../design/StatusMark.tsx';
import { useNotify } from '../../design/Toasts.tsx';
import { DataTable } from '../../design/table/DataTable.tsx';
import { When } from '../../design/When.tsx';
import { plural } from '../../logic/format.ts';
import { formatSort, parseSort } from '../../logic/sorting.ts';
import { differences } from './difference.ts';
import { Elapsed } from './Elapsed.tsx';
import { JobPanel } from './JobPanel.tsx';
import { jobColumns } from './jobColumns.tsx';
import { isOver, shareOf, toneOf } from './progress.ts';
import { TEXT } from './text.ts';

/** One manifest as it runs: its jobs, and what the chosen one prints. */
export default function OrchestrationPage() {
  const { id } = useParams({ from: '/workbench/runs/$id' });
  const search = useSearch({ from: '/workbench/runs/$id' });
  const navigate = useNavigate({ from: '/workbench/runs/$id' });
  const { orchestration, lines, error } = useFollowed(id);
  const ask = useAsk(id);
  const notify = useNotify();
  const jobs = orchestration?.jobs ?? [];
  const chosen = jobs.find(({ key }) => key === search.job) ?? firstOf(jobs);
  const chosenKey = chosen?.key;
  const names = jobs.map(({ key, name }) => `${key} ${name}`).join('\n');
  // biome-ignore lint/correctness/useExhaustiveDependencies: params of a job never change
  const differ = useMemo(() => differences(jobs), [names]);
  const columns = useMemo(
    () =>
      jobColumns({
        chosen: chosenKey,
        differ,
        select: (job) => navigate({ search: (old) => ({ ...old, job }), replace: true }),
        ask: (verb, job) => ask.mutate({ verb, job }, { onError: notify.failed }),
      }),
    [chosenKey, differ, navigate, ask.mutate, notify],
  );

  if (error && !orchestration) return <Failure error={error} />;
  if (!orchestration) return <Loading lines={10} />;
  const { experiment, status } = orchestration;

  return (
    <>
      <PageHead
        trail={
          <Link to="/workbench/runs" className="hover:text-ink hover:underline">
            {TEXT.run}
          </Link>
        }
        title={<span>{experiment}</span>}
        facts={<Facts orchestration={orchestration} />}
        actions={
          <>
            <Link
              to="/workbench/configure"
              search={{ from: id }}
              className="inline-flex h-7 items-center gap-1.5 rounded-md border border-line-strong bg-panel px-2.5 font-medium hover:bg-hover"
            >
              <Pencil size={13} /> {TEXT.editAsNew}
            </Link>
            {!isOver(status) && (
              <Button
                tone="danger"
                onClick={() => ask.mutate({ verb: 'cancel' }, { onError: notify.failed })}
              >
                <Square size={12} /> {TEXT.cancelAll}
              </Button>
            )}
            {isOver(status) && jobs.some((job) => toneOf(job.status) === 'failed') && (
              <Button
                tone="primary"
                onClick={() => ask.mutate({ verb: 'retry' }, { onError: notify.failed })}
              >
                <RotateCcw size={13} /> {TEXT.retryWhatFailed}
              </Button>
            )}
          </>
        }
      />
      <div className="grid min-h-0 flex-1 grid-rows-[minmax(14rem,45%)_minmax(18rem,1fr)] lg:grid-cols-[minmax(30rem,1fr)_minmax(0,1fr)] lg:grid-rows-1">
        <DataTable
          label={TEXT.jobs}
          className="min-h-0 border-line border-b lg:border-r lg:border-b-0"
          items={jobs}
          columns={columns}
          rowId={({ key }) => key}
          sorting={parseSort(search.sort)}
          onSorting={(sorting) => {
            const sort = formatSort(sorting);
            void navigate({
              search: ({ sort: _old, ...rest }) => (sort ? { ...rest, sort } : rest),
              replace: true,
            });
          }}
        />
        <JobPanel orchestrationId={id} job={chosen} lines={lines} />
      </div>
    </>
  );
}

/** What one wants to see first: a job that runs, else one that failed. */
function firstOf(jobs: Job[]): Job | undefined {
  return (
    jobs.find(({ status, kind }) => status === 'RUNNING' && kind === 'job') ??
    jobs.find(({ status }) => status === 'FAILED') ??
    jobs[0]
  );
}

function Facts({ orchestration }: { orchestration: Orchestration }) {
  const { status, reason, jobs, user, via, created_ms, host } = orchestration;
  const share = jobs.length === 0 ? 0 : jobs.reduce((sum, job) => sum + (shareOf(job) ?? 0), 0) / jobs.length;
  const done = jobs.filter((job) => isOver(job.status)).length;
  return (
    <>
      <StatusMark status={status} />
      <span className="flex items-center gap-2">
        <Progress label={TEXT.allJobs} share={share} tone={toneOf(status)} className="w-32" />
        <span>
          {done} {TEXT.of} {plural(jobs.length, 'job')} {TEXT.done}
        </span>
      </span>
      <Elapsed {...orchestration} />
      <span>
        <When time={created_ms} /> {TEXT.by} {user}
        {via === 'terminal' ? TEXT.inTerminal : ''} {TEXT.on} {host}
      </span>
      {reason && isOver(status) && <span className="text-alarm">{reason}</span>}
    </>
  );
}
