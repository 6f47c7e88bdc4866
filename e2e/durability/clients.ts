import { join } from 'node:path';
import type { Orrery } from '../orrery.ts';
import { ArtifactWrites } from './artifact-writes.ts';
import { databaseProblems } from './database-problems.ts';
import { Door } from './door.ts';
import { RunWrites } from './run-writes.ts';
import { makeStudy, TrialWrites } from './trial-writes.ts';
import type { Writes } from './writes.ts';

/** Those who write to one server in a test of durability, over a connection each. */
export class Clients {
  readonly all: readonly Writes[];
  readonly #store: string;
  readonly #close: () => void;

  private constructor(all: Writes[], store: string, close: () => void) {
    this.all = all;
    this.#store = store;
    this.#close = close;
  }

  static async make(orrery: Orrery, { runs = 6, trials = 2, artifacts = 2 } = {}): Promise<Clients> {
    const doors: Door[] = [];
    const door = () => {
      const made = new Door(orrery.url);
      doors.push(made);
      return made;
    };
    const { experiment_id } = await door().post('/api/2.0/mlflow/experiments/create', { name: 'durable' });
    const studyId = await makeStudy(door());
    const several = <T>(count: number, make: (index: number) => T) =>
      Array.from({ length: count }, (_, i) => make(i));
    const ofTrials = several(trials, () => new TrialWrites(door(), orrery.storagePort, studyId));
    const ofRuns = await Promise.all(several(runs, () => RunWrites.make(door(), experiment_id)));
    const ofArtifacts = several(artifacts, (index) => new ArtifactWrites(door(), `client${index}`));
    return new Clients([...ofRuns, ...ofTrials, ...ofArtifacts], join(orrery.folder, 'store'), () => {
      for (const each of doors) each.close();
      for (const each of ofTrials) each.close();
    });
  }

  get acknowledged(): number {
    return this.all.reduce((sum, { acknowledged }) => sum + acknowledged, 0);
  }

  /** Looks through the store, which no server has open. */
  problems(store = this.#store): string[] {
    return [...databaseProblems(store), ...this.all.flatMap((client) => client.problems(store))];
  }

  close(): void {
    this.#close();
  }
}
