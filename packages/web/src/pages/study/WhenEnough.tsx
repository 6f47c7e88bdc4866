import type { ReactNode } from 'react';
import { Loading } from '../../design/States.tsx';
import { TEXT } from './text.ts';

/** What is computed of a study's complete trials, or why it is not there. */
export function WhenEnough<T>({
  data,
  error,
  children,
}: {
  data: readonly T[] | undefined;
  error: Error | null;
  children: (data: readonly T[]) => ReactNode;
}) {
  if (error) return <p className="px-3 py-2 text-ink-3">{error.message}</p>;
  if (!data) return <Loading lines={4} />;
  if (data.length > 0) return children(data);
  return <p className="px-3 py-2 text-ink-3">{TEXT.notEnoughCompleteTrials}</p>;
}
