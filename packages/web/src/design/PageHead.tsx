import type { ReactNode } from 'react';
import { TEXT } from './text.ts';

interface PageHeadProps {
  /** Where this page hangs: links to what is above it. */
  trail?: ReactNode;
  title: ReactNode;
  /** Facts in one line below the title. */
  facts?: ReactNode;
  actions?: ReactNode;
  tabs?: ReactNode;
}

/** The head of every page, closed by a graduated rule. */
export function PageHead({ trail, title, facts, actions, tabs }: PageHeadProps) {
  return (
    <header className="shrink-0 px-4 pt-3 md:px-6">
      {trail && (
        <nav className="engraved flex min-h-4 items-center gap-1.5" aria-label={TEXT.breadcrumb}>
          {trail}
        </nav>
      )}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <h1 className="flex min-w-0 items-center gap-2.5 font-semibold text-title tracking-[-0.01em] [overflow-wrap:anywhere]">
          {title}
        </h1>
        {actions && <div className="ml-auto flex flex-wrap items-center gap-2">{actions}</div>}
      </div>
      {facts && (
        <div className="mt-1 flex min-h-5 flex-wrap items-center gap-x-4 gap-y-0.5 text-ink-2">{facts}</div>
      )}
      {tabs && <div className="mt-2">{tabs}</div>}
      <div className={`graduated h-[7px] border-line-strong border-b ${tabs ? '' : 'mt-2'}`} />
    </header>
  );
}
