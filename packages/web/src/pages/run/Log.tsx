import { useState } from 'react';
import type { Run } from '../../data/model.ts';
import { useRunLog } from '../../data/runLog.ts';
import { LogView } from '../../design/LogView.tsx';
import { Segmented } from '../../design/Segmented.tsx';
import { Empty, Loading } from '../../design/States.tsx';
import { formatBytes } from '../../logic/format.ts';
import { ArtifactLogs } from './ArtifactLogs.tsx';
import { TEXT } from './text.ts';

type File = 'container.log' | 'orchestrator.log' | 'run.log';

/** Of a run whose job has a folder on the server's machine. */
const FOLDER = 'orrery.folder';

/** What the run's job prints, while it prints it; of other runs, the logs among their artifacts. */
export default function Log({ run }: { run: Run }) {
  const [file, setFile] = useState<File>('container.log');
  if (!(FOLDER in run.tags)) return <ArtifactLogs run={run} />;
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex shrink-0 items-center gap-3 border-line border-b px-3 py-1.5">
        <Segmented<File>
          label={TEXT.whichLog}
          value={file}
          options={[
            ['container.log', TEXT.output],
            ['orchestrator.log', TEXT.orchestrator],
            ['run.log', 'run.log'],
          ]}
          onChange={setFile}
        />
      </div>
      <Stream key={file} run={run} file={file} />
    </div>
  );
}

function Stream({ run, file }: { run: Run; file: File }) {
  const { text, skipped, complete, isRefused } = useRunLog(run.id, file);
  if (isRefused && text === '') {
    if (file === 'container.log') return <ArtifactLogs run={run} />;
    return <Empty title={TEXT.noFile(file)} />;
  }
  if (text === '') return complete ? <Empty title={TEXT.noOutput} /> : <Loading />;
  return (
    <>
      {skipped > 0 && (
        <p className="border-line border-b px-4 py-1 text-ink-3 text-small">
          {TEXT.skipped(formatBytes(skipped))}
        </p>
      )}
      <LogView label={TEXT.logOf(run.name)} text={text} className="min-h-80 flex-1" />
    </>
  );
}
