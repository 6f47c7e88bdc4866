import { Link } from '@tanstack/react-router';
import { Blocks, FlaskConical, Orbit, Server } from 'lucide-react';
import { cx } from '../design/cx.ts';
import { Logo } from '../design/Logo.tsx';
import { LiveMark } from './LiveMark.tsx';
import { PaletteKey } from './palette/PaletteKey.tsx';
import { ThemeButton } from './ThemeButton.tsx';
import { TEXT } from './text.ts';
import { WhoAmI } from './WhoAmI.tsx';

const PLACES = [
  { to: '/experiments', word: TEXT.experiments, Icon: FlaskConical },
  { to: '/studies', word: TEXT.studies, Icon: Orbit },
  { to: '/workbench', word: TEXT.workbench, Icon: Blocks },
  { to: '/services', word: TEXT.services, Icon: Server },
] as const;

/** Where one can go: a rail at the left, at the foot on a narrow screen. */
export function Rail() {
  return (
    <nav
      aria-label={TEXT.main}
      className={cx(
        'z-30 flex shrink-0 items-center border-line bg-panel',
        'order-last h-13 border-t px-2 md:order-none md:h-auto md:w-19 md:flex-col md:border-t-0 md:border-r md:px-0 md:py-3',
      )}
    >
      <Link to="/" aria-label={TEXT.home} className="hidden md:mb-4 md:block">
        <Logo size={32} />
      </Link>
      {PLACES.map(({ to, word, Icon }) => (
        <Link
          key={to}
          to={to}
          className={cx(
            'flex flex-1 flex-col items-center gap-0.5 border-transparent py-2 text-ink-3 text-micro hover:text-ink md:w-full md:flex-none',
            'border-t-2 md:border-t-0 md:border-l-2',
          )}
          activeProps={{ className: 'border-brass-line! text-ink! font-semibold' }}
        >
          <Icon size={18} strokeWidth={1.6} aria-hidden="true" />
          {word}
        </Link>
      ))}
      <div className="flex items-center md:mt-auto md:flex-col">
        <LiveMark />
        <PaletteKey />
        <ThemeButton />
        <WhoAmI />
      </div>
    </nav>
  );
}
