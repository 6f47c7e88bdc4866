import { Link } from '@tanstack/react-router';
import type { Run } from '../../data/model.ts';
import { useChildRuns } from '../../data/run.ts';
import { Panel } from '../../design/Panel.tsx';
import { RunDot } from '../../design/RunDot.tsx';
import { RunDuration } from '../../design/RunDuration.tsx';
import { StatusMark } from '../../design/StatusMark.tsx';
import { TEXT } from './text.ts';

/** The runs nested under this one; nothing where there are none. */
export function Children({ run }: { run: Run }) {
  const children = useChildRuns(run.experimentId, run.id);
  if (!children.data || children.data.length === 0) return null;
  return (
    <Panel
      title={TEXT.nested}
      aside={<span className="figures text-ink-3 text-small">{children.data.length}</span>}
    >
      <ul className="max-h-96 divide-y divide-line overflow-y-auto">
        {children.data.map((child) => (
          <li key={child.id} className="flex items-center gap-3 px-3 py-1">
            <Link
              to="/experiments/$experimentId/runs/$runId"
              params={{ experimentId: child.experimentId, runId: child.id }}
              className="flex min-w-0 flex-1 items-center gap-2 font-medium hover:underline hover:underline-offset-2"
            >
              <RunDot runId={child.id} />
              <span className="truncate">{child.name}</span>
            </Link>
            <StatusMark status={child.status} />
            <span className="w-20 text-right">
              <RunDuration run={child} />
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
