import { useCallback, useState } from 'react';

/** Some runs that the reader picked. */
export function useSelection() {
  const [ids, setIds] = useState<ReadonlySet<string>>(() => new Set());
  const change = useCallback(
    (changed: readonly string[], on: boolean) =>
      setIds((old) => {
        const next = new Set(old);
        for (const id of changed) {
          if (on) next.add(id);
          else next.delete(id);
        }
        return next;
      }),
    [],
  );
  const clear = useCallback(() => setIds(new Set()), []);
  return { ids, change, clear };
}
