/** What charts say. */
export const TEXT = {
  log: 'log',
  brush: (name: string | number) => `Brush ${name}`,
  arrowKeysTurnIt: (label: string | number) => `${label}. Arrow keys turn it.`,
  to: 'to',
} as const;
