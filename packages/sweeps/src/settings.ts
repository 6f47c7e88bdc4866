import { randomInt } from 'node:crypto';
import { invalid } from '@orrery/core';
import { makePruner, type PrunerSetting } from './pruners/names.ts';
import type { Trial } from './running-trial.ts';
import { makeSampler, type SamplerSetting } from './samplers/names.ts';
import { type ParamField, spaceOf } from './space.ts';
import type { StudyRecord, StudyStore } from './store.ts';
import { Study } from './study.ts';
import type { Direction } from './trial.ts';

const MAX_SEED = 2 ** 31;

/**
 * How trials of a study are chosen and pruned. Kept among the study's system attributes, so that every server and
 * every worker does it the same way.
 */
export interface StudySettings {
  sampler: SamplerSetting;
  pruner: PrunerSetting;
  /** With it, workers that ask one after the other get the same trials again. */
  seed: number | null;
  /** All parameters, each as JSON Schema states it; null where who asks brings them. */
  space: Record<string, ParamField> | null;
  /** Fails trials whose workers gave no sign for so long; each report is one. */
  heartbeat: { interval: number; grace?: number; max_retries?: number } | null;
}

const DEFAULT_SETTINGS: StudySettings = {
  sampler: 'tpe',
  pruner: 'median',
  seed: null,
  space: null,
  heartbeat: null,
};

const PREFIX = 'orrery:';
const STOPPED = `${PREFIX}stopped`;

/** What the study was made with; defaults stand for what Optuna's own programs do not say. */
export function settingsOf({ systemAttrs }: Pick<StudyRecord, 'systemAttrs'>): StudySettings {
  const said = Object.keys(DEFAULT_SETTINGS)
    .filter((key) => PREFIX + key in systemAttrs)
    .map((key) => [key, systemAttrs[PREFIX + key]]);
  return { ...DEFAULT_SETTINGS, ...Object.fromEntries(said) };
}

/** @throws OrreryError that lists everything that is wrong */
function checkSettings(settings: Partial<StudySettings>): void {
  const problems: string[] = [];
  const attempt = (work: () => unknown) => {
    try {
      work();
    } catch (error) {
      problems.push((error as Error).message);
    }
  };
  attempt(() => settings.sampler && makeSampler(settings.sampler, 0));
  attempt(() => settings.pruner && makePruner(settings.pruner));
  attempt(() => settings.space && spaceOf(settings.space));
  if (problems.length > 0) throw invalid(problems.join(' '));
}

/** Checks and keeps settings; those that are not given stay. */
export async function keepSettings(
  store: StudyStore,
  studyId: number,
  settings: Partial<StudySettings>,
): Promise<void> {
  checkSettings(settings);
  const given = Object.entries(settings).filter(([, value]) => value !== undefined);
  await Promise.all(given.map(([key, value]) => store.setStudySystemAttr(studyId, PREFIX + key, value)));
}

/**
 * Makes a study with its settings.
 *
 * @param name null for one that is made up
 * @throws OrreryError RESOURCE_ALREADY_EXISTS where the name is taken, INVALID_PARAMETER_VALUE for settings that cannot be
 */
export async function createStudy(
  store: StudyStore,
  name: string | null,
  directions: Direction[],
  settings: Partial<StudySettings> = {},
): Promise<StudyRecord> {
  checkSettings(settings);
  const { studyId } = await store.createStudy(name, directions);
  await keepSettings(store, studyId, { ...DEFAULT_SETTINGS, ...settings });
  return store.getStudy(studyId);
}

/** The study with the sampler and pruner that it was made with, for trials that run elsewhere. */
export async function openStudy(store: StudyStore, record: StudyRecord): Promise<Study> {
  const { sampler, pruner, seed, heartbeat } = settingsOf(record);
  const earlier = (await store.getStoredTrials(record.studyId)).length;
  return new Study(record, {
    store,
    sampler: makeSampler(sampler, seed === null ? randomInt(MAX_SEED) : seed + earlier),
    pruner: makePruner(pruner),
    isRemote: true,
    ...(heartbeat && { heartbeat: { ...heartbeat, maxRetries: heartbeat.max_retries ?? 0 } }),
  });
}

/**
 * Begins a trial as the study's settings say, or resolves to why there is none.
 *
 * @param fields the parameters of this trial, in place of the study's
 */
export async function askAsSet(
  study: Study,
  fields?: StudySettings['space'],
): Promise<{ trial: Trial; done: null } | { trial: null; done: string }> {
  const record = await study.store.getStudy(study.id);
  const stopped = stopReason(record);
  if (stopped !== null) return { trial: null, done: stopped };
  const stated = fields ?? settingsOf(record).space;
  const space = stated === null ? undefined : spaceOf(stated);
  if (await study.isExhausted(space)) return { trial: null, done: 'every combination is tried' };
  return { trial: await study.ask(space), done: null };
}

/** Why no more trials are to be begun, or null. */
export function stopReason({ systemAttrs }: Pick<StudyRecord, 'systemAttrs'>): string | null {
  const reason = systemAttrs[STOPPED];
  return typeof reason === 'string' ? reason : null;
}

/** Lets nobody begin another trial; those that run end as they will. With null trials go on. */
export async function stopStudy(store: StudyStore, studyId: number, reason: string | null): Promise<void> {
  await store.setStudySystemAttr(studyId, STOPPED, reason);
}
