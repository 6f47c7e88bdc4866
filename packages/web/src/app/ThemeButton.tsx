import { Contrast, Monitor, Moon, Sun } from 'lucide-react';
import { Button } from '../design/Button.tsx';
import { Tip } from '../design/Tip.tsx';
import { THEMES, useThemeChoice } from './theme.ts';

const ICONS = { system: Monitor, light: Sun, dark: Moon, contrast: Contrast };
export const THEME_WORDS = {
  system: 'as the system',
  light: 'light',
  dark: 'dark',
  contrast: 'high contrast',
};

/** Goes round: as the system, light, dark, high contrast. */
export function ThemeButton() {
  const [choice, setChoice] = useThemeChoice();
  const Icon = ICONS[choice];
  const next = THEMES[(THEMES.indexOf(choice) + 1) % THEMES.length] ?? 'system';
  const text = `Appearance: ${THEME_WORDS[choice]}`;
  return (
    <Tip text={text} side="right">
      <Button tone="quiet" icon onClick={() => setChoice(next)} aria-label={text}>
        <Icon size={15} aria-hidden="true" />
      </Button>
    </Tip>
  );
}
