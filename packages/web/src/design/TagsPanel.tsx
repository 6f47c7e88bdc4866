import { Pencil, Plus, X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button } from './Button.tsx';
import { Field } from './Field.tsx';
import { Panel } from './Panel.tsx';
import { useNotify } from './Toasts.tsx';
import { TEXT } from './text.ts';

interface TagsPanelProps {
  tags: readonly (readonly [key: string, value: string])[];
  /** Instead of tags where there are none. */
  none: string;
  /** Rejects with what the server said. */
  onSet: (key: string, value: string) => Promise<unknown>;
  onRemove: (key: string) => Promise<unknown>;
  /** Below the tags. */
  children?: ReactNode;
}

/** Tags with values, to add to, to change and to take away. */
export function TagsPanel({ tags: own, none, onSet, onRemove, children }: TagsPanelProps) {
  const notify = useNotify();
  const [edited, setEdited] = useState<string | null>(null);
  /** Another tag may be at hand by the time that one is saved. */
  const set = (key: string, value: string): void =>
    void onSet(key, value).then(() => setEdited((now) => (now === edited ? null : now)), notify.failed);
  const remove = (key: string, value: string): void =>
    void onRemove(key).then(() => notify.done(TEXT.removedTag(key), () => set(key, value)), notify.failed);

  return (
    <Panel
      title={TEXT.tags}
      aside={
        <Button tone="quiet" onClick={() => setEdited('')}>
          <Plus size={13} aria-hidden="true" /> {TEXT.addTag}
        </Button>
      }
    >
      {edited === '' && <TagForm onCancel={() => setEdited(null)} onSave={set} />}
      {own.length === 0 && edited === null && <p className="px-3 py-2 text-ink-3">{none}</p>}
      <ul className="max-h-[24rem] divide-y divide-line overflow-y-auto">
        {own.map(([key, value]) =>
          edited === key ? (
            <li key={key}>
              <TagForm name={key} value={value} onCancel={() => setEdited(null)} onSave={set} />
            </li>
          ) : (
            <li key={key} className="group flex items-center gap-2 px-3 py-0.5">
              <span className="w-2/5 shrink-0 truncate text-ink-2" title={key}>
                {key}
              </span>
              <span className="ml-auto min-w-0 text-right [overflow-wrap:anywhere]">{value}</span>
              <span className="flex shrink-0 md:opacity-0 md:focus-within:opacity-100 md:group-hover:opacity-100">
                <Button
                  tone="quiet"
                  icon
                  className="size-6!"
                  aria-label={TEXT.changeTag(key)}
                  onClick={() => setEdited(key)}
                >
                  <Pencil size={12} />
                </Button>
                <Button
                  tone="quiet"
                  icon
                  className="size-6!"
                  aria-label={TEXT.removeTag2(key)}
                  onClick={() => remove(key, value)}
                >
                  <X size={13} />
                </Button>
              </span>
            </li>
          ),
        )}
      </ul>
      {children}
    </Panel>
  );
}

interface TagFormProps {
  /** Of a tag that is there. */
  name?: string;
  value?: string;
  onCancel: () => void;
  onSave: (key: string, value: string) => void;
}

function TagForm({ name, value = '', onCancel, onSave }: TagFormProps) {
  const [key, setKey] = useState(name ?? '');
  const [text, setText] = useState(value);
  return (
    <form
      className="flex flex-wrap items-center gap-2 bg-sunken px-3 py-1.5"
      onSubmit={(event) => {
        event.preventDefault();
        if (key.trim()) onSave(key.trim(), text);
      }}
      onKeyDown={(event) => event.key === 'Escape' && onCancel()}
    >
      {name === undefined ? (
        <Field
          autoFocus
          aria-label={TEXT.nameTag}
          placeholder={TEXT.name2}
          className="min-w-24 flex-1"
          value={key}
          maxLength={250}
          onChange={(event) => setKey(event.target.value)}
        />
      ) : (
        <span className="min-w-24 flex-1 truncate text-ink-2">{name}</span>
      )}
      <Field
        autoFocus={name !== undefined}
        aria-label={TEXT.valueTag}
        placeholder={TEXT.value}
        className="min-w-24 flex-1"
        value={text}
        maxLength={8000}
        onChange={(event) => setText(event.target.value)}
      />
      <Button type="submit" tone="primary" disabled={key.trim() === ''}>
        {TEXT.save}
      </Button>
      <Button tone="quiet" onClick={onCancel}>
        {TEXT.cancel}
      </Button>
    </form>
  );
}
