import type { ReactNode } from 'react';

export interface Hover<T> {
  /** In px within the plot's box. */
  left: number;
  top: number;
  width: number;
  item: T;
}

/** What the pointer is over, beside the pointer and never outside the plot. */
export function HoverCard<T>({ hover, children }: { hover: Hover<T>; children: ReactNode }) {
  const flip = hover.left > hover.width / 2;
  return (
    <div
      className="pointer-events-none absolute z-30 max-w-72 rounded-sm border border-line bg-raised px-2 py-1 text-small shadow-float"
      style={{
        top: Math.max(0, hover.top - 12),
        ...(flip ? { right: hover.width - hover.left + 12 } : { left: hover.left + 12 }),
      }}
    >
      {children}
    </div>
  );
}
