import type { Distribution } from './distribution.ts';
import type { Attributes, Direction, FrozenTrial, TrialState } from './trial.ts';

export interface StudyRecord {
  studyId: number;
  name: string;
  directions: Direction[];
  userAttrs: Attributes;
  systemAttrs: Attributes;
}

export interface StudySummary extends StudyRecord {
  counts: Record<TrialState, number>;
  /** Null for several objectives, and where nothing is complete. */
  bestTrial: FrozenTrial | null;
  datetimeStart: Date | null;
  datetimeLast: Date | null;
}

/**
 * Studies and trials in Optuna's schema. Other processes, Optuna's own among them, may use the same database.
 * Methods throw OrreryError: RESOURCE_DOES_NOT_EXIST for an unknown id, INVALID_STATE for a change of a trial that
 * is finished.
 */
export interface StudyStore {
  /** @throws OrreryError RESOURCE_ALREADY_EXISTS where the name is taken */
  createStudy(name: string, directions: Direction[]): StudyRecord;
  findStudy(name: string): StudyRecord | null;
  getStudy(studyId: number): StudyRecord;
  getSummaries(): StudySummary[];
  getSummary(studyId: number): StudySummary;
  deleteStudy(studyId: number): void;
  setStudyUserAttr(studyId: number, key: string, value: unknown): void;
  setStudySystemAttr(studyId: number, key: string, value: unknown): void;

  /** Makes a RUNNING trial with the next number, or a WAITING one that fixes some params. */
  createTrial(studyId: number, waiting?: { fixedParams: Record<string, unknown> }): FrozenTrial;
  /** Takes the oldest WAITING trial of the study to RUNNING, or resolves to null; no two callers get the same. */
  popWaitingTrial(studyId: number): FrozenTrial | null;
  setTrialParam(trialId: number, name: string, internal: number, distribution: Distribution): void;
  reportIntermediate(trialId: number, step: number, value: number): void;
  finishTrial(trialId: number, state: 'COMPLETE' | 'PRUNED' | 'FAIL', values: number[] | null): void;
  setTrialUserAttr(trialId: number, key: string, value: unknown): void;
  setTrialSystemAttr(trialId: number, key: string, value: unknown): void;
  getTrial(trialId: number): FrozenTrial;
  /** In order of number. */
  getTrials(studyId: number): FrozenTrial[];

  /** A number that changes when anybody else has committed to the database. */
  dataVersion(): number;
  close(): void;
}
