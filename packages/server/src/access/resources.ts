import type { ModelKind, ModelPlace, RunPlace } from '@orrery/access';
import { OrreryError } from '@orrery/core';
import { type LoggedModelStore, type ModelRegistry, modelKindOf } from '@orrery/models';
import type { StudyStore } from '@orrery/sweeps';
import type { TrackingStore } from '@orrery/tracking';

export interface ResourceStores {
  store: TrackingStore;
  loggedModels: LoggedModelStore;
  registry: ModelRegistry;
  studies: StudyStore;
}

/** Where the things are that requests name: a permission stands on what they lie in. */
export class Resources {
  readonly #stores: ResourceStores;

  constructor(stores: ResourceStores) {
    this.#stores = stores;
  }

  /** Null where there is no such run. */
  async run(runId: string): Promise<RunPlace | null> {
    const run = await orNull(this.#stores.store.getRun(runId));
    return run && { runId, experimentId: run.info.experimentId };
  }

  /** @throws OrreryError RESOURCE_DOES_NOT_EXIST */
  async knownRun(runId: string): Promise<RunPlace> {
    const { info } = await this.#stores.store.getRun(runId);
    return { runId, experimentId: info.experimentId };
  }

  /** The URI below which a run's artifacts are; null where there is no such run. */
  async artifactUri(runId: string): Promise<string | null> {
    return (await orNull(this.#stores.store.getRun(runId)))?.info.artifactUri ?? null;
  }

  /** Null where there is no such model. */
  async loggedModel(modelId: string): Promise<ModelPlace | null> {
    const model = await orNull(this.#stores.loggedModels.getLoggedModel(modelId));
    return model && { experimentId: model.experimentId, runId: model.sourceRunId };
  }

  /** @throws OrreryError RESOURCE_DOES_NOT_EXIST with MLflow's message */
  async experimentByName(name: string): Promise<string> {
    const experiment = await orNull(this.#stores.store.getExperimentByName(name));
    if (experiment) return experiment.experimentId;
    throw new OrreryError('RESOURCE_DOES_NOT_EXIST', `Could not find experiment with name ${name}`);
  }

  /** What a name of the registry names; null where nothing has it. */
  async modelKind(name: string): Promise<ModelKind | null> {
    const model = await orNull(this.#stores.registry.getRegisteredModel(name));
    return model && modelKindOf(model.tags);
  }

  /** The study of a trial; null where there is no such trial. */
  async studyOfTrial(trialId: number): Promise<number | null> {
    return (await orNull(this.#stores.studies.getStoredTrial(trialId)))?.studyId ?? null;
  }

  /** Null where there is no such study. */
  async studyByName(name: string): Promise<number | null> {
    return (await this.#stores.studies.findStudy(name))?.studyId ?? null;
  }
}

/** What is there, or null; anything else that keeps it from being read is an error. */
async function orNull<T>(found: Promise<T>): Promise<T | null> {
  try {
    return await found;
  } catch (error) {
    const code = error instanceof OrreryError ? error.code : '';
    if (code === 'RESOURCE_DOES_NOT_EXIST' || code === 'INVALID_PARAMETER_VALUE') return null;
    throw error;
  }
}
