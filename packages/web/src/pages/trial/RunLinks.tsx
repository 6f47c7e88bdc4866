import { Link } from '@tanstack/react-router';
import { useRun } from '../../data/run.ts';
import { Panel } from '../../design/Panel.tsx';
import { RunDot } from '../../design/RunDot.tsx';
import { RunDuration } from '../../design/RunDuration.tsx';
import { StatusMark } from '../../design/StatusMark.tsx';
import { shortId } from '../../logic/format.ts';
import { TEXT } from './text.ts';

interface RunLinksProps {
  run: { runId: string; experimentId: string };
}

const TABS = ['overview', 'charts', 'artifacts'] as const;

/** The MLflow run a trial was trained in, and ways to its charts and artifacts. */
export function RunLinks({ run }: RunLinksProps) {
  const { data } = useRun(run.runId);
  const to = '/experiments/$experimentId/runs/$runId' as const;
  return (
    <Panel title={TEXT.mlflowRun} aside={data && <StatusMark status={data.status} />}>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 px-3 py-2">
        <Link to={to} params={run} className="flex min-w-0 items-center gap-2 font-medium hover:underline">
          <RunDot runId={run.runId} />
          <span className="truncate">{data?.name ?? shortId(run.runId)}</span>
        </Link>
        {data && (
          <span className="text-ink-2">
            <RunDuration run={data} />
          </span>
        )}
        <span className="ml-auto flex gap-3">
          {TABS.map((tab) => (
            <Link
              key={tab}
              to={to}
              params={run}
              search={tab === 'overview' ? {} : { tab }}
              className="capitalize underline underline-offset-2"
            >
              {tab}
            </Link>
          ))}
        </span>
      </div>
    </Panel>
  );
}
