import type { Requirement } from './grants.ts';
import type { Action } from './permissions.ts';
import type { ResourceType } from './resource-types.ts';

/** What a request needs to be let through, and what it is about, for those who are let to a part only. */
export interface Need {
  /** All of them. */
  requirements: readonly Requirement[];
  action: Action;
  /** The experiment that it is about. */
  experimentId?: string;
  /** The run that it is about. */
  runId?: string;
  /** Whether it only looks at an experiment, which its runs may. */
  isGlance?: boolean;
}

export interface RunPlace {
  runId: string;
  experimentId: string;
}

/** Where a logged model is, and the run that logged it. */
export interface ModelPlace {
  experimentId: string;
  runId: string | null;
}

export type ModelKind = 'registered_model' | 'prompt';

const one = (type: ResourceType, id: string, action: Action, otherwise?: Requirement[]): Requirement =>
  otherwise ? { type, id, action, otherwise } : { type, id, action };

/** What is deleted together with an experiment. */
const CASCADE = [
  'run',
  'trace',
  'logged_model',
  'assessment',
  'review_queue',
  'scorer',
  'scorer_version',
] as const;

export function experimentNeed(id: string, action: Action): Need {
  const experimentId = plainNumber(id);
  const own = one('experiment', experimentId, action);
  const below =
    action === 'delete' ? CASCADE.map((type) => one(type, '*', 'delete', [own])) : ([] as Requirement[]);
  return { requirements: [own, ...below], action, experimentId, isGlance: action === 'read' };
}

/** A sub-resource of an experiment, or files of it: the experiment be readable, and its own tier permit it. */
function withinNeed(tiers: readonly ResourceType[], experimentId: string, action: Action): Need {
  const experiment = one('experiment', experimentId, action);
  const own = tiers.map((tier) => one(tier, '*', action, [experiment]));
  return { requirements: [one('experiment', experimentId, 'read'), ...own], action, experimentId };
}

export function runNeed({ runId, experimentId }: RunPlace, action: Action): Need {
  return { ...withinNeed(['run'], experimentId, action), runId };
}

export function loggedModelNeed({ experimentId, runId }: ModelPlace, action: Action): Need {
  return { ...withinNeed(['logged_model'], experimentId, action), ...(runId && { runId }) };
}

/** To make a run or a logged model in an experiment. */
export function createWithinNeed(type: 'run' | 'logged_model', id: string): Need {
  const experimentId = plainNumber(id);
  const requirements = [one('experiment', experimentId, 'update'), one(type, '*', 'not_denied')];
  return { requirements, action: 'update', experimentId };
}

/** To make something that lies in nothing else. */
export function createNeed(type: ResourceType, id = '*'): Need {
  return { requirements: [one(type, id || '*', 'not_denied')], action: 'update' };
}

/** Files in an experiment's folder, by the tiers that a path leads to; those of the experiment itself where to none. */
export function filesNeed(experimentId: string, tiers: readonly ResourceType[], action: Action): Need {
  if (tiers.length > 0) return withinNeed(tiers, experimentId, action);
  return { requirements: [one('experiment', experimentId, action)], action, experimentId };
}

/** Files of no experiment, on which no grant can stand. */
export function strayFilesNeed(action: Action): Need {
  return { requirements: [{ type: 'workspace', id: '', action }], action };
}

export function modelNeed(kind: ModelKind, name: string, action: Action): Need {
  return { requirements: [one(kind, name, action)], action };
}

/** To find runs of an experiment. */
export function searchRunsNeed(id: string): Need {
  return searchWithinNeed('run', id);
}

/** To find logged models, by where they are. */
export function searchLoggedModelsNeed({ experimentId }: { experimentId: string }): Need {
  return searchWithinNeed('logged_model', experimentId);
}

function searchWithinNeed(type: 'run' | 'logged_model', id: string): Need {
  const experimentId = plainNumber(id);
  const requirements = [one('experiment', experimentId, 'read'), one(type, '*', 'not_denied')];
  return { requirements, action: 'read', experimentId };
}

/** To search by what tells of runs, where it finds things that are not runs. */
export const BY_RUN: Need = { requirements: [one('run', '*', 'not_denied')], action: 'read' };

/** A model's versions; reading asks the model, and that no version is denied. */
export function versionNeed(kind: ModelKind, name: string, action: Action): Need {
  const versions = `${kind}_version` as const;
  const own =
    action === 'read'
      ? one(versions, '*', 'not_denied')
      : one(versions, '*', action, [one(kind, name, action)]);
  return { requirements: [one(kind, name, 'read'), own], action };
}

export function createVersionNeed(kind: ModelKind, name: string): Need {
  return {
    requirements: [one(kind, name, 'update'), one(`${kind}_version`, '*', 'not_denied')],
    action: 'update',
  };
}

/** A model and all of its versions. */
export function wholeModelNeed(kind: ModelKind, name: string, action: Action, ofVersions: Action): Need {
  const own = one(kind, name, action);
  const inherited = one(kind, name, ofVersions);
  return { requirements: [own, one(`${kind}_version`, '*', ofVersions, [inherited])], action };
}

export function studyNeed(studyId: number, action: Action): Need {
  return { requirements: [one('study', String(studyId), action)], action };
}

/** A number as grants name it: databases take `01` for 1, too. */
export function plainNumber(id: string): string {
  return /^\s*\+?0*(\d+)\s*$/.exec(id)?.[1] ?? id;
}
