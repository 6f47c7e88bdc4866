import { useCallback, useEffect, useMemo, useState } from 'react';
import { type Draft, NEW_MANIFEST, type Path, readDraft, writeDraft } from '../../logic/manifestDraft.ts';

const KEY = 'orrery.manifest';

/** The manifest that is being written; it outlives the page. */
export function useDraft(given: string | undefined): {
  draft: Draft;
  setText: (text: string) => void;
  set: (path: Path, value: unknown) => void;
} {
  const [text, setText] = useState(() => given ?? localStorage.getItem(KEY) ?? NEW_MANIFEST);
  useEffect(() => {
    if (given !== undefined) setText(given);
  }, [given]);
  useEffect(() => localStorage.setItem(KEY, text), [text]);
  const draft = useMemo(() => readDraft(text), [text]);
  const set = useCallback((path: Path, value: unknown) => setText((old) => writeDraft(old, path, value)), []);
  return { draft, setText, set };
}
