import { Outlet } from '@tanstack/react-router';
import { Tooltip } from 'radix-ui';
import { Toasts } from '../design/Toasts.tsx';
import { Rail } from './Rail.tsx';
import { TEXT } from './text.ts';

/** The frame round every page. A page fills `main` and decides itself what scrolls. */
export function Shell() {
  return (
    <Tooltip.Provider>
      <Toasts>
        <a
          href="#page"
          className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:bg-ink focus:px-3 focus:py-1 focus:text-paper"
        >
          {TEXT.skip}
        </a>
        <div className="flex h-dvh flex-col md:flex-row">
          <Rail />
          <main id="page" className="flex min-h-0 min-w-0 flex-1 flex-col overflow-y-auto">
            <Outlet />
          </main>
        </div>
      </Toasts>
    </Tooltip.Provider>
  );
}
