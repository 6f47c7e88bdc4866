import { lazy, Suspense, useState } from 'react';
import { Button } from './Button.tsx';
import { Panel } from './Panel.tsx';
import { Segmented } from './Segmented.tsx';
import { TEXT } from './text.ts';

const Markdown = lazy(() => import('./Markdown.tsx'));

interface NotePanelProps {
  text: string;
  /** Rejects with what the server said; the text stays. */
  onSave: (text: string) => Promise<unknown>;
  className?: string;
}

/** A note in Markdown, read and written in one place. */
export function NotePanel({ text, onSave, className }: NotePanelProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const [view, setView] = useState<'write' | 'read'>('write');
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const save = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      await onSave(draft ?? '');
      setDraft(null);
    } catch (cause) {
      setError(cause instanceof Error ? cause.message : String(cause));
    } finally {
      setBusy(false);
    }
  };

  if (draft === null) {
    return (
      <Panel
        title={TEXT.note}
        {...(className && { className })}
        aside={
          <Button
            tone="quiet"
            onClick={() => {
              setView('write');
              setDraft(text);
            }}
          >
            {text ? TEXT.edit : TEXT.writeNote}
          </Button>
        }
      >
        {text && (
          <div className="px-3 py-2.5">
            <Shown text={text} />
          </div>
        )}
      </Panel>
    );
  }
  return (
    <Panel
      title={TEXT.note}
      {...(className && { className })}
      aside={
        <>
          <Segmented
            label={TEXT.viewNote}
            value={view}
            options={[
              ['write', TEXT.write],
              ['read', TEXT.preview],
            ]}
            onChange={setView}
          />
          <Button tone="quiet" onClick={() => setDraft(null)}>
            {TEXT.cancel}
          </Button>
          <Button tone="primary" disabled={busy || draft === text} onClick={() => void save()}>
            {TEXT.save}
          </Button>
        </>
      }
    >
      {error && (
        <p role="alert" className="px-3 pt-2 text-alarm text-small">
          {error}
        </p>
      )}
      <div className="px-3 py-2.5">
        {view === 'read' ? (
          <Shown text={draft} />
        ) : (
          <textarea
            // biome-ignore lint/a11y/noAutofocus: it was asked for by a click
            autoFocus
            aria-label={TEXT.noteInMarkdown}
            className="figures block min-h-40 w-full resize-y bg-transparent text-small outline-none"
            value={draft}
            placeholder={TEXT.markdown}
            onChange={(event) => setDraft(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && draft !== text) void save();
            }}
          />
        )}
      </div>
    </Panel>
  );
}

function Shown({ text }: { text: string }) {
  return (
    <Suspense fallback={<p className="whitespace-pre-wrap">{text}</p>}>
      <Markdown text={text} />
    </Suspense>
  );
}
