import { Link } from '@tanstack/react-router';
import type { Line } from '../../data/rowModel.ts';
import { RunDot } from '../../design/RunDot.tsx';
import { TEXT } from './text.ts';

/** A run's name with its mark, or what a group has in common. */
export function NameCell({ line }: { line: Line }) {
  if (line.kind === 'group') {
    const name = line.column.slice(line.column.indexOf('.') + 1);
    return (
      <span className="flex min-w-0 items-baseline gap-1.5" title={`${name} = ${line.value ?? TEXT.noValue}`}>
        <span className="shrink-0 text-ink-3 text-small">
          {name === 'mlflow.parentRunId' ? TEXT.parent : name}
        </span>
        <b className="truncate font-semibold">{line.label ?? line.value ?? TEXT.noValue}</b>
        <Count of={line.children} />
      </span>
    );
  }
  const { run, children } = line;
  return (
    <>
      <Link
        to="/experiments/$experimentId/runs/$runId"
        params={{ experimentId: run.experimentId, runId: run.id }}
        className="flex min-w-0 items-center gap-2 font-medium hover:underline hover:underline-offset-2"
        title={run.name}
        preload={false}
      >
        <RunDot runId={run.id} />
        <span className="truncate">{run.name}</span>
      </Link>
      {children > 0 && <Count of={children} />}
    </>
  );
}

function Count({ of }: { of: number }) {
  return (
    <span className="figures ml-2 shrink-0 rounded-sm bg-muted-wash px-1 font-normal text-ink-2 text-micro">
      {of.toLocaleString('en-US')}
    </span>
  );
}
