import { useMemo, useState } from 'react';
import { parse } from 'yaml';
import { LogView } from '../design/LogView.tsx';
import { Segmented } from '../design/Segmented.tsx';
import { ValueTree } from '../design/ValueTree.tsx';
import { artifactKind } from '../logic/artifactKind.ts';
import type { PreviewProps } from './Preview.tsx';
import { TEXT } from './text.ts';
import { WithText } from './WithText.tsx';

const LIMIT = 8 * 2 ** 20;

/** JSON and YAML as a tree, or as they are written. */
export default function DataPreview({ runId, path }: PreviewProps) {
  return (
    <WithText runId={runId} path={path} limit={LIMIT}>
      {(text) => <Views text={text} path={path} />}
    </WithText>
  );
}

function Views({ text, path }: { text: string; path: string }) {
  const [view, setView] = useState<'tree' | 'text'>('tree');
  const { value, problem } = useMemo(() => read(text, path), [text, path]);
  const shown = problem ? 'text' : view;
  return (
    <>
      <div className="flex items-center gap-3 px-4 pt-2">
        {problem ? (
          <p className="text-brass">{problem}</p>
        ) : (
          <Segmented
            label={TEXT.viewFile}
            value={view}
            options={[
              ['tree', TEXT.tree],
              ['text', TEXT.text],
            ]}
            onChange={setView}
          />
        )}
      </div>
      {shown === 'tree' ? (
        <div className="figures p-3 text-small">
          <ValueTree value={value} />
        </div>
      ) : (
        <LogView label={path} text={text} follow={false} className="mt-2 h-(--preview,72vh)" />
      )}
    </>
  );
}

function read(text: string, path: string): { value?: unknown; problem?: string } {
  try {
    return { value: artifactKind(path) === 'json' ? JSON.parse(text) : parse(text) };
  } catch (error) {
    return { problem: `Not to be read as it should be: ${(error as Error).message.split('\n')[0]}` };
  }
}
