import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { type Job, useManifestText } from '../../data/orchestrations.ts';
import { useRunLog } from '../../data/runLog.ts';
import { useStudies } from '../../data/studies.ts';
import { LogView } from '../../design/LogView.tsx';
import { TabBar } from '../../design/TabBar.tsx';
import { Tag } from '../../design/Tag.tsx';
import { formatBytes } from '../../logic/format.ts';
import { TEXT } from './text.ts';

const TABS = ['log', 'events', 'manifest'] as const;
type Tab = (typeof TABS)[number];

interface JobPanelProps {
  orchestrationId: string;
  job: Job | undefined;
  lines: { time_ms: number; text: string }[];
}

/** What a job prints, what was done with it, and the manifest that asked for it. */
export function JobPanel({ orchestrationId, job, lines }: JobPanelProps) {
  const [tab, setTab] = useState<Tab>('log');
  return (
    <section className="flex min-h-0 min-w-0 flex-col" aria-label={job?.name ?? TEXT.job}>
      <header className="flex flex-wrap items-center gap-x-4 gap-y-1 px-3 pt-2">
        <h2 className="font-semibold text-lead">{job?.name ?? TEXT.noJobYet}</h2>
        {job && <Way job={job} />}
        {job?.reason && <p className="w-full text-alarm [overflow-wrap:anywhere]">{job.reason}</p>}
        {job && (
          <div className="flex max-h-14 w-full flex-wrap gap-1 overflow-y-auto">
            {Object.entries(job.params).map(([name, value]) => (
              <Tag key={name} name={name} value={typeof value === 'string' ? value : JSON.stringify(value)} />
            ))}
          </div>
        )}
      </header>
      <div className="border-line border-b px-2">
        <TabBar<Tab>
          value={tab}
          tabs={[
            { key: 'log', label: TEXT.logTab },
            { key: 'events', label: TEXT.events, count: lines.length },
            { key: 'manifest', label: TEXT.manifest },
          ]}
          onChange={setTab}
        />
      </div>
      {tab === 'log' && <JobLog key={job?.run_id} job={job} />}
      {tab === 'events' && (
        <LogView
          label={TEXT.events}
          className="flex-1"
          text={lines.map(({ time_ms, text }) => `\x1b[2m${clock(time_ms)}\x1b[0m  ${text}`).join('\n')}
        />
      )}
      {tab === 'manifest' && <ManifestText id={orchestrationId} />}
    </section>
  );
}

/** To the run of a job, or to the study of a sweep. */
function Way({ job }: { job: Job }) {
  const studies = useStudies();
  const look = 'text-ink-2 underline underline-offset-2 hover:text-ink';
  if (job.kind === 'sweep') {
    const study = studies.data?.find(({ name }) => name === job.study);
    if (!study) return null;
    return (
      <Link to="/studies/$studyId" params={{ studyId: String(study.id) }} className={look}>
        {TEXT.openStudy}
      </Link>
    );
  }
  if (!job.run_id || !job.experiment_id) return null;
  return (
    <Link
      to="/experiments/$experimentId/runs/$runId"
      params={{ experimentId: job.experiment_id, runId: job.run_id }}
      className={look}
    >
      {TEXT.openRun}
    </Link>
  );
}

function JobLog({ job }: { job: Job | undefined }) {
  const { text, skipped, isRefused, complete } = useRunLog(job?.run_id ?? null);
  if (!job?.run_id) {
    const why =
      job?.kind === 'sweep'
        ? 'A sweep prints nothing itself: its trials do, each in its own run.'
        : job?.status === 'QUEUED'
          ? 'It waits for its turn.'
          : 'It has not started.';
    return <p className="p-4 text-ink-3">{why}</p>;
  }
  if (isRefused && text === '') return <p className="p-4 text-ink-3">{TEXT.theServerHasNo}</p>;
  if (text === '' && complete) return <p className="p-4 text-ink-3">{TEXT.itPrintedNothing}</p>;
  return (
    <>
      {skipped > 0 && (
        <p className="border-line border-b px-3 py-1 text-ink-3 text-small">
          {formatBytes(skipped)} {TEXT.beforeThisInRun}
        </p>
      )}
      <LogView label={TEXT.log(job.name)} text={text} className="flex-1" />
    </>
  );
}

function ManifestText({ id }: { id: string }) {
  const { data, error } = useManifestText(id);
  return <LogView label={TEXT.manifest} className="flex-1" text={data ?? (error ? error.message : '')} />;
}

function clock(time: number): string {
  return new Date(time).toLocaleTimeString('en-GB');
}
