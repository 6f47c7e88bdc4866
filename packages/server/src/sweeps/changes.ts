import { randomUUID } from 'node:crypto';
import { invalid } from '@orrery/core';
import type { FrozenTrial } from '@orrery/sweeps';

interface Seen {
  /** What cursors of this study begin with. */
  name: string;
  trials: readonly FrozenTrial[];
  /** For each trial, the count of changes at which it was as it is. */
  versions: number[];
  count: number;
}

/** What a reader gets who comes back with a cursor. */
export interface Changed {
  changed: FrozenTrial[];
  cursor: string;
  more: boolean;
  /** Whether the cursor was of something else, so that all of it comes. */
  reset: boolean;
}

const CURSOR = /^(?<name>[\da-f]{8})\.(?<count>\d{1,15})$/;

/**
 * Counts the changes of the trials of each study, so that a page that knows some of them is told of the others only.
 * The store gives the same objects for trials that have not changed.
 */
export class Changes {
  readonly #seen = new Map<number, Seen>();

  /**
   * @param after `0`, or the cursor of an answer before
   * @throws OrreryError INVALID_PARAMETER_VALUE for what is no cursor
   */
  since(studyId: number, trials: readonly FrozenTrial[], after: string, limit: number): Changed {
    const seen = this.#look(studyId, trials);
    const { name, count = '0' } = CURSOR.exec(after)?.groups ?? {};
    if (name === undefined && after !== '0')
      throw invalid(`'${after}' is no cursor: give 0, or the one of the answer before.`);
    const from = name === seen.name ? Number(count) : 0;
    const places = [...seen.versions.keys()].filter((place) => (seen.versions[place] as number) > from);
    places.sort((a, b) => (seen.versions[a] as number) - (seen.versions[b] as number));
    const page = places.slice(0, limit);
    const more = page.length < places.length;
    const reached = more ? seen.versions[page.at(-1) as number] : seen.count;
    return {
      changed: page.map((place) => trials[place] as FrozenTrial),
      cursor: `${seen.name}.${reached}`,
      more,
      reset: from === 0,
    };
  }

  #look(studyId: number, trials: readonly FrozenTrial[]): Seen {
    let seen = this.#seen.get(studyId);
    if (seen?.trials === trials) return seen;
    if (!seen?.trials.every((trial, place) => trials[place]?.trialId === trial.trialId))
      seen = { name: randomUUID().slice(0, 8), trials: [], versions: [], count: 0 };
    const { trials: before, versions } = seen;
    for (const [place, trial] of trials.entries()) {
      if (before[place] !== trial) versions[place] = ++seen.count;
    }
    seen.trials = trials;
    this.#seen.set(studyId, seen);
    return seen;
  }
}
