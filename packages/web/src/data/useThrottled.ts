import { useEffect, useMemo } from 'react';
import { throttle } from '../logic/throttle.ts';
import { useLatest } from './useLatest.ts';

/** A stable callback that runs at most once per `ms`, the last call never lost. */
export function useThrottled(run: () => void, ms: number): () => void {
  const latest = useLatest(run);
  const throttled = useMemo(() => throttle(() => latest.current(), ms), [latest, ms]);
  useEffect(() => throttled.cancel, [throttled]);
  return throttled.call;
}
