import { ListFilter, X } from 'lucide-react';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { ApiError } from '../../data/api.ts';
import { useColumnValues, useRunKeys } from '../../data/runFacts.ts';
import { SuggestField, type Suggestion } from '../../design/SuggestField.tsx';
import { completionAt, expectedAt } from '../../logic/filterCompletion.ts';
import { TEXT } from './text.ts';

interface FilterFieldProps {
  experimentId: string;
  filter: string;
  error: Error | null;
  onFilter: (filter: string) => void;
}

/** MLflow's filter language, with the names and values of this experiment; sent on Enter or on leaving it. */
export function FilterField({ experimentId, filter, error, onFilter }: FilterFieldProps) {
  const [draft, setDraft] = useState(filter);
  const [caret, setCaret] = useState(0);
  const [entered, setEntered] = useState(false);
  const box = useRef<HTMLInputElement>(null);
  const picked = useRef<number | null>(null);
  useEffect(() => setDraft(filter), [filter]);
  useSlashKey(() => box.current?.focus());

  const keys = useRunKeys(experimentId, entered);
  const { kind, column } = expectedAt(draft, caret);
  const wanted = kind === 'value' && column && /^(params|tags)\./.test(column) ? column : null;
  const values = useColumnValues(experimentId, entered ? wanted : null);
  const completion = useMemo(
    () =>
      completionAt(draft, caret, {
        names: (keys.data ?? []).map((found) => ({ column: `${found.kind}.${found.key}`, runs: found.runs })),
        values: (wanted && values.data?.values.map(({ value }) => value)) || [],
      }),
    [draft, caret, keys.data, values.data, wanted],
  );
  const send = (): void => {
    if (draft.trim() !== filter) onFilter(draft.trim());
  };
  const pick = ({ text }: Suggestion): void => {
    const { from, to } = completion;
    setDraft(draft.slice(0, from) + text + draft.slice(to));
    const next = from + text.length;
    setCaret(next);
    picked.current = next;
  };
  // Before the next key comes, which belongs behind what was picked.
  useLayoutEffect(() => {
    if (picked.current !== null) box.current?.setSelectionRange(picked.current, picked.current);
    picked.current = null;
  });
  const position = error instanceof ApiError && draft === filter ? error.position : undefined;

  return (
    <SuggestField
      ref={box}
      label={TEXT.filterLabel}
      placeholder={TEXT.filterHint}
      lead={<ListFilter size={14} aria-hidden="true" />}
      value={draft}
      invalid={error !== null}
      errorAt={position ?? null}
      suggestions={entered ? completion.options : []}
      onChange={(value, at) => {
        setDraft(value);
        setCaret(at);
      }}
      onCaret={(at) => {
        setEntered(true);
        setCaret(at);
      }}
      onPick={pick}
      onSend={send}
      onCancel={() => setDraft(filter)}
      tail={
        draft && (
          <button
            type="button"
            aria-label={TEXT.clearFilter}
            className="text-ink-3 hover:text-ink"
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => {
              setDraft('');
              onFilter('');
            }}
          >
            <X size={14} />
          </button>
        )
      }
    />
  );
}

function useSlashKey(focus: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const typing = (event.target as HTMLElement).closest('input, textarea, [contenteditable]');
      if (event.key !== '/' || typing) return;
      event.preventDefault();
      focus();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  });
}
