import { Search } from 'lucide-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import { Button } from '../../design/Button.tsx';
import { Tip } from '../../design/Tip.tsx';
import { TEXT } from './text.ts';

const Palette = lazy(() => import('./Palette.tsx'));
const KEY = navigator.platform.startsWith('Mac') ? '⌘K' : 'Ctrl K';

/** Opens the palette: by its button, by ⌘K or by Ctrl-K. */
export function PaletteKey() {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey) || event.altKey) return;
      event.preventDefault();
      setOpen((old) => !old);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
  return (
    <>
      <Tip text={`${TEXT.title} (${KEY})`} side="right">
        <Button tone="quiet" icon aria-label={TEXT.title} onClick={() => setOpen(true)}>
          <Search size={15} aria-hidden="true" />
        </Button>
      </Tip>
      {open && (
        <Suspense>
          <Palette onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
