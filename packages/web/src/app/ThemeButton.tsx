import { Contrast, Monitor, Moon, Sun } from 'lucide-react';
import { Button } from '../design/Button.tsx';
import { Tip } from '../design/Tip.tsx';
import { TEXT } from './text.ts';
import { THEMES, useThemeChoice } from './theme.ts';

const ICONS = { system: Monitor, light: Sun, dark: Moon, contrast: Contrast };

/** Goes round: as the system, light, dark, high contrast. */
export function ThemeButton() {
  const [choice, setChoice] = useThemeChoice();
  const Icon = ICONS[choice];
  const next = THEMES[(THEMES.indexOf(choice) + 1) % THEMES.length] ?? 'system';
  const text = TEXT.appearance(TEXT.themes[choice]);
  return (
    <Tip text={text} side="right">
      <Button tone="quiet" icon onClick={() => setChoice(next)} aria-label={text}>
        <Icon size={15} aria-hidden="true" />
      </Button>
    </Tip>
  );
}
