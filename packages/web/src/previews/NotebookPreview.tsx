import { useMemo } from 'react';
import { AnsiText } from '../design/LogLine.tsx';
import Markdown from '../design/Markdown.tsx';
import { Failure } from '../design/States.tsx';
import { ansiLines } from '../logic/ansi.ts';
import { type NotebookCell, type NotebookOutput, parseNotebook } from '../logic/notebook.ts';
import type { PreviewProps } from './Preview.tsx';
import { TEXT } from './text.ts';
import { WithText } from './WithText.tsx';

const LIMIT = 32 * 2 ** 20;

/** A Jupyter notebook: its cells and what they put out. HTML of outputs is shown in a sandbox, without scripts. */
export default function NotebookPreview({ runId, path }: PreviewProps) {
  return (
    <WithText runId={runId} path={path} limit={LIMIT}>
      {(text) => <Cells text={text} />}
    </WithText>
  );
}

function Cells({ text }: { text: string }) {
  const { cells, error } = useMemo(() => {
    try {
      return { cells: parseNotebook(text) };
    } catch (error) {
      return { error };
    }
  }, [text]);
  if (!cells) return <Failure error={error} />;
  if (cells.length === 0) return <p className="p-4 text-ink-3">{TEXT.theNotebookHasNo}</p>;
  return (
    <div className="flex max-w-4xl flex-col gap-4 p-4">
      {cells.map((cell, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place
        <Cell key={index} cell={cell} />
      ))}
    </div>
  );
}

function Cell({ cell }: { cell: NotebookCell }) {
  if (cell.kind === 'markdown') return <Markdown text={cell.source} />;
  return (
    <div className="min-w-0">
      <div className="flex gap-2">
        <span className="figures w-10 shrink-0 pt-2 text-right text-ink-3 text-micro">
          {cell.kind === 'code' && `[${cell.count ?? ' '}]`}
        </span>
        <pre className="figures min-w-0 flex-1 overflow-x-auto rounded-sm bg-sunken p-2 text-small">
          {cell.source}
        </pre>
      </div>
      {cell.outputs.map((output, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an output is its place
        <div key={index} className="mt-1 min-w-0 overflow-x-auto pl-12">
          <Output output={output} />
        </div>
      ))}
    </div>
  );
}

function Output({ output }: { output: NotebookOutput }) {
  if (output.kind === 'image')
    return <img src={output.url} alt={TEXT.outputCell} className="max-w-full bg-white" />;
  if (output.kind === 'markdown') return <Markdown text={output.text} />;
  if (output.kind === 'html') {
    return (
      <iframe
        sandbox=""
        title={TEXT.outputCell}
        srcDoc={`<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'"><style>body{font:13px sans-serif;margin:8px}table{border-collapse:collapse}td,th{padding:2px 8px;border:1px solid #ccc}</style>${output.text}`}
        className="h-40 w-full resize-y border border-line bg-white"
      />
    );
  }
  return (
    <pre className={output.isError ? 'figures bg-alarm-wash p-2 text-small' : 'figures p-1 text-small'}>
      {ansiLines(output.text).map((parts, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
        <div key={index}>
          <AnsiText parts={parts} />
        </div>
      ))}
    </pre>
  );
}
