import type { Run } from '../../data/model.ts';
import { useRunLog } from '../../data/runLog.ts';
import { LogView } from '../../design/LogView.tsx';
import { Empty, Loading } from '../../design/States.tsx';
import { formatBytes } from '../../logic/format.ts';

/** What the run's job prints, while it prints it. */
export default function Log({ run }: { run: Run }) {
  const { text, skipped, complete, error } = useRunLog(run.id);
  if (error && text === '')
    return (
      <Empty title="No log of this run is on the server’s machine">
        What was uploaded of it is among the artifacts, under <code className="figures">logs/</code>.
      </Empty>
    );
  if (text === '') return complete ? <Empty title="The job printed nothing" /> : <Loading />;
  return (
    <>
      {skipped > 0 && (
        <p className="border-line border-b px-4 py-1 text-ink-3 text-small">
          {formatBytes(skipped)} before this are among the artifacts.
        </p>
      )}
      <LogView label={`Log of ${run.name}`} text={text} className="min-h-80 flex-1" />
    </>
  );
}
