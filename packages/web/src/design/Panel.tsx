import type { ReactNode } from 'react';
import { cx } from './cx.ts';

interface PanelProps {
  title?: ReactNode;
  /** At the right of the title. */
  aside?: ReactNode;
  className?: string;
  children: ReactNode;
}

/** A bounded piece of a page with an engraved title. */
export function Panel({ title, aside, className, children }: PanelProps) {
  return (
    <section className={cx('min-w-0 rounded-lg border border-line bg-panel', className)}>
      {(title || aside) && (
        <header className="flex min-h-9 flex-wrap items-center gap-x-3 gap-y-1 border-line border-b px-3 py-1">
          <h2 className="font-semibold">{title}</h2>
          <div className="ml-auto flex flex-wrap items-center gap-2">{aside}</div>
        </header>
      )}
      {children}
    </section>
  );
}
