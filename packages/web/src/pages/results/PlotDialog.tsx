import { Link } from '@tanstack/react-router';
import { artifactUrl } from '../../data/artifacts.ts';
import type { RowRun } from '../../data/rowModel.ts';
import { ImageDialog } from '../../design/ImageDialog.tsx';
import { RunDot } from '../../design/RunDot.tsx';
import { TEXT } from './text.ts';

/** A plot that is looked at. */
export interface Shown {
  run: RowRun;
  path: string;
  /** What it is of. */
  of: string;
}

/** A plot of a run, large, and the way to the run. */
export function PlotDialog({ shown: { run, path, of }, onClose }: { shown: Shown; onClose: () => void }) {
  return (
    <ImageDialog title={`${path}, ${of}`} src={artifactUrl(run.id, path)} onClose={onClose}>
      <span className="inline-flex items-center gap-2">
        <RunDot runId={run.id} /> {run.name}
        <Link
          to="/experiments/$experimentId/runs/$runId"
          params={{ experimentId: run.experimentId, runId: run.id }}
          search={{ tab: 'artifacts', path }}
          className="text-verdigris underline underline-offset-2"
        >
          {TEXT.openRun}
        </Link>
      </span>
    </ImageDialog>
  );
}
