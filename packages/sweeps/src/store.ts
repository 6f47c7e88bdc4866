import type { DatabaseInfo, WriteActivity } from '@orrery/database';
import type { Distribution } from './distribution.ts';
import type { JsonText } from './python-json.ts';
import type { StoredStudy, StoredTrial, TrialTemplate } from './stored.ts';
import type { Attributes, Direction, FinishedState, FrozenTrial, TrialState } from './trial.ts';

export interface StudyRecord {
  studyId: number;
  name: string;
  directions: Direction[];
  userAttrs: Attributes;
  systemAttrs: Attributes;
}

export interface StudySummary extends StudyRecord {
  counts: Record<TrialState, number>;
  /** Null for several objectives, and where nothing is complete that keeps its constraints. */
  bestTrial: FrozenTrial | null;
  datetimeStart: Date | null;
  datetimeLast: Date | null;
}

export interface NewParam {
  name: string;
  internal: number;
  distribution: Distribution | JsonText;
}

/**
 * Studies and trials in Optuna's schema. Other processes, Optuna's own among them, may use the same database.
 *
 * A value of an attribute may be a JsonText. Methods throw OrreryError: RESOURCE_DOES_NOT_EXIST for an unknown id,
 * INVALID_STATE for a change of a trial that is finished.
 */
export interface StudyStore {
  /**
   * @param name null for one that is made up, as Optuna makes it up
   * @throws OrreryError RESOURCE_ALREADY_EXISTS where the name is taken
   */
  createStudy(name: string | null, directions: Direction[]): Promise<StudyRecord>;
  findStudy(name: string): Promise<StudyRecord | null>;
  getStudyId(name: string): Promise<number>;
  getStudy(studyId: number): Promise<StudyRecord>;
  getSummaries(): Promise<StudySummary[]>;
  getSummary(studyId: number): Promise<StudySummary>;
  /** @throws OrreryError RESOURCE_ALREADY_EXISTS where the name is taken */
  renameStudy(studyId: number, name: string): Promise<void>;
  deleteStudy(studyId: number): Promise<void>;
  setStudyUserAttr(studyId: number, key: string, value: unknown): Promise<void>;
  setStudySystemAttr(studyId: number, key: string, value: unknown): Promise<void>;

  /** Makes a trial with the next number: RUNNING, or what the template says. */
  createTrial(studyId: number, template?: Partial<TrialTemplate>): Promise<FrozenTrial>;
  /** Makes a RUNNING trial that is on disk with the next write that is answered: for who sets its params at once. */
  beginTrial(studyId: number): Promise<FrozenTrial>;
  /** As `createTrial`, but resolves to the id. */
  addTrial(studyId: number, template?: Partial<TrialTemplate>): Promise<number>;
  /** Takes the oldest WAITING trial of the study to RUNNING, or resolves to null; no two callers get the same. */
  popWaitingTrial(studyId: number): Promise<FrozenTrial | null>;
  /**
   * Sets params that the trial does not have yet; one that it has stays.
   *
   * @throws OrreryError INVALID_PARAMETER_VALUE for a distribution that does not go with the study's trials before
   */
  setTrialParams(trialId: number, params: NewParam[]): Promise<void>;
  reportIntermediate(trialId: number, step: number, value: number): Promise<void>;
  /** Resolves to false for a change to RUNNING of a trial that is not WAITING: somebody else runs it. */
  setTrialState(trialId: number, state: TrialState, values: number[] | null): Promise<boolean>;
  finishTrial(trialId: number, state: FinishedState, values: number[] | null): Promise<void>;
  setTrialUserAttr(trialId: number, key: string, value: unknown): Promise<void>;
  setTrialSystemAttr(trialId: number, key: string, value: unknown): Promise<void>;

  getTrial(trialId: number): Promise<FrozenTrial>;
  /** In order of number; the same objects for trials that have not changed. */
  getTrials(studyId: number, states?: readonly TrialState[]): Promise<readonly FrozenTrial[]>;
  findTrialId(studyId: number, number: number): Promise<number>;
  /** The one that keeps its constraints; null where none does. @throws OrreryError INVALID_PARAMETER_VALUE for several objectives */
  getBestTrial(studyId: number): Promise<FrozenTrial | null>;

  getStoredStudy(studyId: number): Promise<StoredStudy>;
  getStoredStudies(): Promise<StoredStudy[]>;
  getStoredTrial(trialId: number): Promise<StoredTrial>;
  /** In order of number; the same objects for trials that have not changed. */
  getStoredTrials(studyId: number): Promise<readonly StoredTrial[]>;

  /** Notes that a RUNNING trial is alive. */
  recordHeartbeat(trialId: number): Promise<void>;
  /** RUNNING trials that had a heartbeat once, and none for so many seconds. */
  findStaleTrials(studyId: number, graceSeconds: number): Promise<number[]>;

  /** What changes when anybody has changed anything. */
  dataVersion(): Promise<string>;
  describe(): Promise<DatabaseInfo>;
  activity(): WriteActivity;
  close(): Promise<void>;
}
