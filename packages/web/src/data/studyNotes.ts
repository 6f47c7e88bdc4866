/** A note in Markdown and how often it was written. */
export interface Note {
  text: string;
  version: number;
}

/** The note of a study, or of the trial with this id, from the study's attributes, where optuna-dashboard keeps them. */
export function readNote(systemAttrs: Readonly<Record<string, unknown>>, trialId?: number): Note {
  const prefix = trialId === undefined ? 'dashboard:' : `dashboard:${trialId}:`;
  const start = `${prefix}note_str:`;
  const text = Object.entries(systemAttrs)
    .filter(([key]) => key.startsWith(start))
    .map(([key, value]): [number, string] => [Number(key.slice(start.length)), String(value)])
    .sort(([a], [b]) => a - b)
    .map(([, piece]) => piece)
    .join('');
  return { text, version: Number(systemAttrs[`${prefix}note_ver`] ?? 0) };
}
