/** A value that is JSON already, e.g. as Python wrote it: stored as it is. */
export class JsonText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** JSON of a value, for a column. */
export function toJson(value: unknown): string {
  return value instanceof JsonText ? value.text : (JSON.stringify(value) ?? 'null');
}

/** JSON as Python writes it: NaN and the infinities as bare words. */
export function parsePythonJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const quoted = text.replace(/"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g, (found) =>
      found.startsWith('"') ? found : JSON.stringify(found),
    );
    return JSON.parse(quoted);
  }
}
