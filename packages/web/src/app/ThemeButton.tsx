import { Monitor, Moon, Sun } from 'lucide-react';
import { Button } from '../design/Button.tsx';
import { Tip } from '../design/Tip.tsx';
import { type ThemeChoice, useThemeChoice } from './theme.ts';

const NEXT: Record<ThemeChoice, ThemeChoice> = { system: 'light', light: 'dark', dark: 'system' };
const ICONS = { system: Monitor, light: Sun, dark: Moon };
const WORDS = { system: 'as the system', light: 'light', dark: 'dark' };

/** Goes round: as the system, light, dark. */
export function ThemeButton() {
  const [choice, setChoice] = useThemeChoice();
  const Icon = ICONS[choice];
  return (
    <Tip text={`Appearance: ${WORDS[choice]}`} side="right">
      <Button
        tone="quiet"
        icon
        onClick={() => setChoice(NEXT[choice])}
        aria-label={`Appearance: ${WORDS[choice]}`}
      >
        <Icon size={15} />
      </Button>
    </Tip>
  );
}
