/** Upper bounds of the durations that are counted together, in seconds. */
export const BOUNDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Calls that are alike. */
export interface CallSeries {
  /** In the order of `Calls.labels`. */
  values: readonly string[];
  count: number;
  /** In seconds. */
  sum: number;
  /** How many calls were within each of BOUNDS, and not within the one before. */
  within: Uint32Array;
}

/** Counts calls and how long they took. Each costs a look-up; what is shown of them is worked out when it is asked for. */
export class Calls {
  readonly labels: readonly string[];
  readonly #series = new Map<string, CallSeries>();

  constructor(...labels: string[]) {
    this.labels = labels;
  }

  /** @param key a value for each label, with line breaks between them; only such as there are few of */
  note(key: string, seconds: number): void {
    let series = this.#series.get(key);
    if (!series) {
      series = { values: key.split('\n'), count: 0, sum: 0, within: new Uint32Array(BOUNDS.length) };
      this.#series.set(key, series);
    }
    series.count++;
    series.sum += seconds;
    const bound = BOUNDS.findIndex((most) => seconds <= most);
    if (bound >= 0) series.within[bound] = (series.within[bound] as number) + 1;
  }

  all(): Iterable<CallSeries> {
    return this.#series.values();
  }
}
