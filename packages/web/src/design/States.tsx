import type { ReactNode } from 'react';
import { ApiError } from '../data/api.ts';
import { Button } from './Button.tsx';
import { TEXT } from './text.ts';

/** Nothing here yet, and what to do about it. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="flex flex-col items-center gap-2 px-6 py-14 text-center">
      <svg width="120" height="72" viewBox="0 0 120 72" fill="none" aria-hidden="true">
        <g stroke="var(--line-strong)" strokeDasharray="2 4">
          <ellipse cx="60" cy="36" rx="56" ry="30" />
          <ellipse cx="60" cy="36" rx="34" ry="18" />
        </g>
        <circle cx="60" cy="36" r="5" stroke="var(--brass-line)" strokeWidth="1.5" />
      </svg>
      <p className="font-semibold text-lead">{title}</p>
      {children && <div className="max-w-lg text-ink-2">{children}</div>}
    </div>
  );
}

/** What went wrong, in the server's words, and a way to try again. */
export function Failure({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const code = error instanceof ApiError ? error.code : null;
  return (
    <div
      role="alert"
      className="m-4 flex flex-wrap items-center gap-3 border-alarm border-l-2 bg-alarm-wash px-3 py-2"
    >
      <p className="min-w-0 [overflow-wrap:anywhere]">
        {error instanceof Error ? error.message : String(error)}
        {code && <span className="figures ml-2 text-ink-3 text-micro">{code}</span>}
      </p>
      {onRetry && <Button onClick={onRetry}>{TEXT.tryAgain}</Button>}
    </div>
  );
}

/** Lines that hold the place of what is being fetched. */
export function Loading({ lines = 6 }: { lines?: number }) {
  return (
    <div className="flex flex-col gap-2.5 p-4" role="status" aria-label={TEXT.loading}>
      {Array.from({ length: lines }, (_, index) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines have no identity
          key={index}
          className="h-4 animate-pulse rounded-sm bg-muted-wash"
          style={{ width: `${88 - ((index * 29) % 45)}%` }}
        />
      ))}
    </div>
  );
}
