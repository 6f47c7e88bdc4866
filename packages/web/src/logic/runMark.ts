/** A run's own mark: a colour of a colour-blind-safe set and one of three forms, both from its id. */
export interface RunMark {
  /** 1 to 8: the token `--run-N`. */
  color: number;
  form: 'disc' | 'ring' | 'half';
}

const FORMS = ['disc', 'ring', 'half'] as const;

/** The same id gives the same mark on every page, for ever. */
export function runMark(runId: string): RunMark {
  const hash = fnv1a(runId);
  return { color: (hash % 8) + 1, form: FORMS[Math.floor(hash / 8) % 3] ?? 'disc' };
}

/** The dash pattern that goes with a form, so that lines differ by more than colour. */
export function markDash(mark: RunMark): number[] {
  if (mark.form === 'ring') return [6, 4];
  return mark.form === 'half' ? [2, 3] : [];
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash ^= hash >>> 15;
  return hash >>> 0;
}
