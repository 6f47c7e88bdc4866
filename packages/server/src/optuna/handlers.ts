import { type Direction, JsonText, type StoredStudy, type StudyStore } from '@orrery/sweeps';
import { checkDistribution, checkJson } from './check.ts';
import { messageType } from './messages.ts';
import { encodeTrials, readTemplate, stateOf, type TrialMessage } from './trial-message.ts';

interface OfStudy {
  study_id: number;
}

interface OfTrial {
  trial_id: number;
}

interface Attribute {
  key: string;
  value: string;
}

/** Answers a call: with the fields of its reply, or with the reply's bytes. */
// biome-ignore lint/suspicious/noExplicitAny: each method has a request of its own
export type Handler = (request: any) => Promise<object | Buffer>;

const DIRECTIONS: Direction[] = ['minimize', 'maximize'];
const NOTHING = {};

/** What Optuna's storage does, method by method. */
export function storageHandlers(store: StudyStore): Record<string, Handler> {
  return {
    async CreateNewStudy({ directions, study_name }: { directions: number[]; study_name: string }) {
      const wanted = directions.map((direction) => DIRECTIONS[direction] ?? 'maximize');
      return { study_id: (await store.createStudy(study_name, wanted)).studyId };
    },
    async DeleteStudy({ study_id }: OfStudy) {
      await store.deleteStudy(study_id);
      return NOTHING;
    },
    async SetStudyUserAttribute({ study_id, key, value }: OfStudy & Attribute) {
      await store.setStudyUserAttr(study_id, key, json(value));
      return NOTHING;
    },
    async SetStudySystemAttribute({ study_id, key, value }: OfStudy & Attribute) {
      await store.setStudySystemAttr(study_id, key, json(value));
      return NOTHING;
    },
    async GetStudyIdFromName({ study_name }: { study_name: string }) {
      return { study_id: await store.getStudyId(study_name) };
    },
    async GetStudyNameFromId({ study_id }: OfStudy) {
      return { study_name: (await store.getStoredStudy(study_id)).name };
    },
    async GetStudyDirections({ study_id }: OfStudy) {
      return { directions: directionsOf(await store.getStoredStudy(study_id)) };
    },
    async GetStudyUserAttributes({ study_id }: OfStudy) {
      return { user_attributes: Object.fromEntries((await store.getStoredStudy(study_id)).userAttrs) };
    },
    async GetStudySystemAttributes({ study_id }: OfStudy) {
      return { system_attributes: Object.fromEntries((await store.getStoredStudy(study_id)).systemAttrs) };
    },
    async GetAllStudies() {
      return { studies: (await store.getStoredStudies()).map(studyMessage) };
    },
    async CreateNewTrial(
      request: OfStudy & { template_trial: TrialMessage; template_trial_is_none: boolean },
    ) {
      const template = request.template_trial_is_none
        ? undefined
        : readTemplate(request.template_trial ?? messageType('Trial').create());
      return { trial_id: await store.addTrial(request.study_id, template) };
    },
    async SetTrialParameter({
      trial_id,
      param_name: name,
      param_value_internal: internal,
      distribution,
    }: OfTrial & { param_name: string; param_value_internal: number; distribution: string }) {
      checkDistribution(distribution);
      await store.setTrialParams(trial_id, [{ name, internal, distribution: new JsonText(distribution) }]);
      return NOTHING;
    },
    async GetTrialIdFromStudyIdTrialNumber({ study_id, trial_number }: OfStudy & { trial_number: number }) {
      return { trial_id: await store.findTrialId(study_id, trial_number) };
    },
    async SetTrialStateValues({ trial_id, state, values }: OfTrial & { state: number; values: number[] }) {
      return {
        trial_updated: await store.setTrialState(trial_id, stateOf(state), values.length > 0 ? values : null),
      };
    },
    async SetTrialIntermediateValue(request: OfTrial & { step: number; intermediate_value: number }) {
      await store.reportIntermediate(request.trial_id, request.step, request.intermediate_value);
      return NOTHING;
    },
    async SetTrialUserAttribute({ trial_id, key, value }: OfTrial & Attribute) {
      await store.setTrialUserAttr(trial_id, key, json(value));
      return NOTHING;
    },
    async SetTrialSystemAttribute({ trial_id, key, value }: OfTrial & Attribute) {
      await store.setTrialSystemAttr(trial_id, key, json(value));
      return NOTHING;
    },
    async GetTrial({ trial_id }: OfTrial) {
      return encodeTrials([await store.getStoredTrial(trial_id)]);
    },
    async GetTrials(request: OfStudy & { included_trial_ids: number[]; trial_id_greater_than: number }) {
      const trials = await store.getStoredTrials(request.study_id);
      const included = new Set(request.included_trial_ids);
      const after = request.trial_id_greater_than;
      return encodeTrials(trials.filter(({ trialId }) => trialId > after || included.has(trialId)));
    },
  };
}

function json(text: string): JsonText {
  checkJson(text);
  return new JsonText(text);
}

function directionsOf({ directions }: StoredStudy): number[] {
  return directions.map((direction) => DIRECTIONS.indexOf(direction));
}

function studyMessage(study: StoredStudy) {
  return {
    study_id: study.studyId,
    study_name: study.name,
    directions: directionsOf(study),
    user_attributes: Object.fromEntries(study.userAttrs),
    system_attributes: Object.fromEntries(study.systemAttrs),
  };
}
