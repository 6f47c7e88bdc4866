import { Link } from '@tanstack/react-router';
import { TEXT } from './text.ts';

const PAGES = [
  { to: '/workbench/registry', word: TEXT.registry },
  { to: '/workbench/configure', word: TEXT.configure },
  { to: '/workbench/runs', word: TEXT.run },
  { to: '/workbench/results', word: TEXT.results },
  { to: '/workbench/analysis', word: TEXT.analysis },
] as const;

/** The pages of the workbench, in the order of the work. */
export function WorkbenchTabs() {
  return (
    <nav aria-label={TEXT.workbench} className="-mb-px flex gap-1 overflow-x-auto [scrollbar-width:none]">
      {PAGES.map(({ to, word }) => (
        <Link
          key={to}
          to={to}
          className="whitespace-nowrap border-transparent border-b-2 px-2 py-1.5 font-medium text-ink-2 hover:text-ink"
          activeProps={{ className: 'border-brass-line! text-ink!' }}
        >
          {word}
        </Link>
      ))}
    </nav>
  );
}
