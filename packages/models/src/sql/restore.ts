import type { LoggedModel } from '@orrery/core';
import { type Database, logModelMetrics } from '@orrery/tracking/sql';
import { insertLoggedModel } from './logged-models.ts';

/** Makes a logged model that a database has lost, as it was; the runs that measured it are there already. */
export function restoreLoggedModel(database: Database, model: LoggedModel): Promise<void> {
  return database.write(async (session) => {
    const found = await session.get('SELECT 1 FROM logged_models WHERE model_id = ?', [model.modelId]);
    if (found) return;
    await insertLoggedModel(session, model);
    for (const metric of model.metrics) {
      await logModelMetrics(session, metric.runId, Number(model.experimentId), [metric]);
    }
  });
}
