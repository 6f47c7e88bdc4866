import { useState } from 'react';

export type ThemeChoice = 'system' | 'light' | 'dark';

const KEY = 'orrery.theme';

/** The reader's choice of light or dark, kept in this browser. index.html applies it before the first paint. */
export function useThemeChoice(): [ThemeChoice, (choice: ThemeChoice) => void] {
  const [choice, setChoice] = useState<ThemeChoice>(stored);
  return [
    choice,
    (next) => {
      setChoice(next);
      if (next === 'system') {
        delete document.documentElement.dataset.theme;
        localStorage.removeItem(KEY);
      } else {
        document.documentElement.dataset.theme = next;
        localStorage.setItem(KEY, next);
      }
    },
  ];
}

function stored(): ThemeChoice {
  const theme = document.documentElement.dataset.theme;
  return theme === 'light' || theme === 'dark' ? theme : 'system';
}
