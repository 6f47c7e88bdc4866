import { Link } from '@tanstack/react-router';

const PAGES = [
  { to: '/workbench/registry', word: 'Registry' },
  { to: '/workbench/configure', word: 'Configure' },
  { to: '/workbench/runs', word: 'Run' },
  { to: '/workbench/results', word: 'Results' },
  { to: '/workbench/analysis', word: 'Analysis' },
] as const;

/** The pages of the workbench, in the order of the work. */
export function WorkbenchTabs() {
  return (
    <nav aria-label="Workbench" className="-mb-px flex gap-1 overflow-x-auto [scrollbar-width:none]">
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
