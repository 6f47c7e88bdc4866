import { TEXT } from './text.ts';
/** What the marks of a study's charts mean. */
export function TrialLegend({ best = false, pruned }: { best?: boolean; pruned: boolean }) {
  return (
    <span className="flex items-center gap-3 text-ink-2 text-small">
      <span className="flex items-center gap-1.5">
        <svg width="8" height="8" aria-hidden="true">
          <circle cx="4" cy="4" r="3.5" fill="var(--verdigris)" />
        </svg>
        {TEXT.complete}
      </span>
      {pruned && (
        <span className="flex items-center gap-1.5">
          <svg width="9" height="8" aria-hidden="true">
            <path d="M1 1h7L4.500 7z" fill="none" stroke="var(--ink-3)" strokeWidth="1.3" />
          </svg>
          {TEXT.pruned}
        </span>
      )}
      {best && (
        <span className="flex items-center gap-1.5">
          <svg width="14" height="8" aria-hidden="true">
            <path d="M0 6h7V2h7" fill="none" stroke="var(--brass-line)" strokeWidth="1.75" />
          </svg>
          {TEXT.bestSoFar}
        </span>
      )}
    </span>
  );
}
