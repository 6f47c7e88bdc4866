const SHOWN = 5;

/** Collects warnings, of which a job may cause a million: the first few of each kind, and how many there were. */
export class Warnings {
  readonly #counts = new Map<string, number>();
  readonly #shown: string[] = [];

  /** @param where in front of the text, and different for each, e.g. a file and its line */
  add(where: string, text: string, kind: string = text): void {
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    if (count <= SHOWN) this.#shown.push(`${where} ${text}`);
  }

  list(): string[] {
    const more = [...this.#counts].filter(([, count]) => count > SHOWN);
    return [...this.#shown, ...more.map(([kind, count]) => `and ${count - SHOWN} more: ${kind}`)];
  }
}
