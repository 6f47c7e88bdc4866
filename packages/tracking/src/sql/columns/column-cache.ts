import type { Database, Session } from '@orrery/database';
import type { RunColumnKind } from '../../store.ts';
import { Commits } from '../commits.ts';
import { countRuns, startedValues } from '../run-columns.ts';
import { Column } from './column.ts';

/** In experiments of fewer runs, SQL is as quick. */
const MANY_RUNS = 200;
/** After more changes, a column is read anew. */
const MANY_CHANGES = 2000;
/** About 60 MB. */
const MAX_VALUES = 400_000;

interface Held {
  column: Promise<Column>;
  /** How many values it had when it was read; 0 until then. */
  size: number;
  /** Runs that were written to since. */
  changed: Set<string>;
}

/**
 * Columns of large experiments as searches used them last, so that one that is ordered by a metric, or that few runs pass,
 * need not look at each run. A committed write names the run, which is then read again; all are forgotten when a write
 * names none, or another program has written.
 */
export class ColumnCache {
  readonly #commits: Commits;
  readonly #held = new Map<string, Held>();

  constructor(database: Database) {
    this.#commits = new Commits(database, (runId) => {
      if (runId === undefined) this.#held.clear();
      else this.heed(runId);
    });
  }

  /** Notes that a run was written to, or made. */
  heed(runId: string): void {
    for (const [name, { changed }] of this.#held) {
      changed.add(runId);
      if (changed.size > MANY_CHANGES) this.#held.delete(name);
    }
  }

  /** What the runs of an experiment hold under a name now; null where it has few runs. */
  async get(
    session: Session,
    experimentId: number,
    kind: RunColumnKind,
    key: string,
  ): Promise<Column | null> {
    this.#commits.heedOthers();
    const name = `${experimentId} ${kind} ${key}`;
    const known = this.#held.get(name);
    if (!known && (await countRuns(session, experimentId, MANY_RUNS)) < MANY_RUNS) return null;
    const held = known ?? { column: Promise.resolve(new Column()), size: 0, changed: new Set<string>() };
    const read = (runIds?: string[]) => startedValues(session, experimentId, kind, key, runIds);
    try {
      if (!known) held.column = read().then(Column.of);
      else if (held.changed.size > 0) held.column = afterChanges(held, read);
      this.#held.delete(name);
      this.#held.set(name, held);
      const column = await held.column;
      held.size = column.size;
      this.#letGo();
      return column;
    } catch (error) {
      this.#held.delete(name);
      throw error;
    }
  }

  /** Of those that were used longest ago, where there is too much. */
  #letGo(): void {
    let values = 0;
    for (const { size } of this.#held.values()) values += size;
    for (const [name, { size }] of this.#held) {
      if (values <= MAX_VALUES) return;
      this.#held.delete(name);
      values -= size;
    }
  }
}

/** The column once the runs that changed are read again, after those whose turn it is before. */
async function afterChanges(
  held: Held,
  read: (runIds: string[]) => ReturnType<typeof startedValues>,
): Promise<Column> {
  const { changed } = held;
  held.changed = new Set();
  const column = await held.column;
  column.put(changed, await read([...changed]));
  return column;
}
