export interface Difference {
  why: string;
  status: number;
}

/** One request of the corpus, sent to both servers. `$name` in it stands for what an earlier answer was saved as. */
export interface Step {
  name: string;
  method: string;
  path: string;
  body?: unknown;
  headers?: Record<string, string>;
  /** Variables to keep from the answer, by dotted path. */
  save?: Record<string, string>;
  /** Dotted paths of the answer that each server makes up for itself. */
  ignore?: string[];
  /** A difference that stays, and why; what Orrery answers with is checked instead. */
  differs?: Difference;
  /** A difference on one kind of database alone. */
  differsOn?: { sqlite?: Difference; postgres?: Difference };
}

const API = '/api/2.0/mlflow';

type Extra = Partial<Omit<Step, 'method' | 'path' | 'body'>>;

export class Corpus {
  readonly steps: Step[] = [];

  post(path: string, body: unknown, extra: Extra = {}): void {
    this.request({ method: 'POST', path: under(path), body, ...extra });
  }

  get(path: string, query: Record<string, string | string[]> = {}, extra: Extra = {}): void {
    const search = new URLSearchParams();
    for (const [key, value] of Object.entries(query))
      for (const one of [value].flat()) search.append(key, one);
    const suffix = search.size > 0 ? `?${search}` : '';
    this.request({ method: 'GET', path: under(path) + suffix.replaceAll('%24', '$'), ...extra });
  }

  request(step: Omit<Step, 'name'> & { name?: string }): void {
    const shown = step.body === undefined ? '' : ` ${JSON.stringify(step.body)}`;
    this.steps.push({ name: `${step.method} ${step.path}${shown.slice(0, 160)}`, ...step });
  }
}

function under(path: string): string {
  return path.startsWith('/') ? path : `${API}/${path}`;
}
