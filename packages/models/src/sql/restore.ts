import type { LoggedModel, ModelVersion, RegisteredModel } from '@orrery/core';
import { type Database, logModelMetrics } from '@orrery/tracking/sql';
import { insertLoggedModel } from './logged-models.ts';
import { putModelTags, putVersionTags } from './tags.ts';

/**
 * Makes a logged model that a database has lost, as it was; the runs that measured it are there already.
 *
 * @returns whether it was not there already
 */
export function restoreLoggedModel(database: Database, model: LoggedModel): Promise<boolean> {
  return database.write(async (session) => {
    const found = await session.get('SELECT 1 FROM logged_models WHERE model_id = ?', [model.modelId]);
    if (found) return false;
    await insertLoggedModel(session, model);
    for (const metric of model.metrics) {
      await logModelMetrics(session, metric.runId, Number(model.experimentId), [metric]);
    }
    return true;
  });
}

/**
 * Makes a registered model that a database has lost, and those of its versions, tags and aliases that are not there.
 *
 * @returns how many versions it lacked
 */
export function restoreRegisteredModel(
  database: Database,
  model: RegisteredModel,
  versions: (ModelVersion & { location: string | null })[],
): Promise<number> {
  const { name } = model;
  return database.write(async (session) => {
    const made = await session.run(
      `INSERT INTO registered_models (name, creation_time, last_updated_time, description)
       VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
      [name, model.creationTime, model.lastUpdateTime, model.description],
    );
    if (made > 0) await putModelTags(session, name, model.tags);
    let restored = 0;
    for (const version of versions) {
      const added = await session.run(
        `INSERT INTO model_versions (name, version, creation_time, last_updated_time, description, user_id, current_stage,
           source, storage_location, run_id, run_link, status, status_message)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
        [
          name,
          version.version,
          version.creationTime,
          version.lastUpdateTime,
          version.description,
          version.userId,
          version.stage,
          version.source,
          version.location,
          version.runId,
          version.runLink,
          version.status,
          version.statusMessage,
        ],
      );
      if (added > 0) await putVersionTags(session, name, version.version, version.tags);
      restored += added;
    }
    for (const { alias, version } of model.aliases) {
      await session.run(
        `INSERT INTO registered_model_aliases (name, alias, version) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`,
        [name, alias, version],
      );
    }
    return restored;
  });
}
