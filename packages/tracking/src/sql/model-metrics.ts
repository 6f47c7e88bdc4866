import type { Metric } from '@orrery/core';
import type { Insert, Session } from '@orrery/database';
import { storedValue } from './rows.ts';

const METRICS: Insert = {
  table: 'logged_model_metrics',
  columns: {
    model_id: 'text',
    metric_name: 'text',
    metric_timestamp_ms: 'int8',
    metric_step: 'int8',
    metric_value: 'float8',
    experiment_id: 'int8',
    run_id: 'text',
    dataset_name: 'text',
    dataset_digest: 'text',
  },
  conflict: 'ON CONFLICT DO NOTHING',
};

/** Keeps what a run measured on models beside the models themselves. */
export async function logModelMetrics(
  session: Session,
  runId: string,
  experimentId: number,
  metrics: Metric[],
): Promise<void> {
  await session.insert(
    METRICS,
    metrics.map((metric) => [
      metric.modelId,
      metric.key,
      metric.timestamp,
      metric.step,
      storedValue(metric.value).value,
      experimentId,
      runId,
      metric.datasetName ?? null,
      metric.datasetDigest ?? null,
    ]),
  );
}
