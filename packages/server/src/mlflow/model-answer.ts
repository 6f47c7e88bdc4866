import type { ModelVersion, RegisteredModel, Webhook } from '@orrery/core';
import { orNothing } from './answer.ts';

/** Entities of the model registry as MLflow's REST API shows them; JSON leaves out what is undefined. */

export function registeredModelAnswer(model: RegisteredModel) {
  return {
    name: model.name,
    creation_timestamp: model.creationTime ?? undefined,
    last_updated_timestamp: model.lastUpdateTime || undefined,
    description: model.description || undefined,
    latest_versions: orNothing(model.latestVersions.map(modelVersionAnswer)),
    tags: orNothing(model.tags),
    aliases: orNothing(model.aliases.map(({ alias, version }) => ({ alias, version: String(version) }))),
  };
}

export function modelVersionAnswer(version: ModelVersion) {
  return {
    name: version.name,
    version: String(version.version),
    creation_timestamp: version.creationTime ?? undefined,
    last_updated_timestamp: version.lastUpdateTime ?? undefined,
    user_id: version.userId ?? undefined,
    current_stage: version.stage,
    description: version.description ?? undefined,
    source: version.source ?? undefined,
    run_id: version.runId ?? undefined,
    status: version.status,
    status_message: version.statusMessage || undefined,
    tags: orNothing(version.tags),
    run_link: version.runLink ?? undefined,
    aliases: orNothing(version.aliases),
  };
}

export function webhookAnswer(webhook: Webhook) {
  return {
    webhook_id: webhook.id,
    name: webhook.name,
    description: webhook.description ?? undefined,
    url: webhook.url,
    events: orNothing(
      webhook.events.map(({ entity, action }) => ({
        entity: entity.toUpperCase(),
        action: action.toUpperCase(),
      })),
    ),
    status: webhook.status,
    creation_timestamp: webhook.creationTime,
    last_updated_timestamp: webhook.lastUpdateTime,
  };
}
