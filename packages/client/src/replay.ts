import { statSync } from 'node:fs';
import { join } from 'node:path';
import { runFromEnvironment } from './environment.ts';
import { outputDir } from './job.ts';
import { leading, linesAfter, Marker, pointsOf } from './metrics-file.ts';
import { TrackingClient } from './tracking-client.ts';

/**
 * Sends the lines of a metrics file that the server has not acknowledged, and resolves to how many points went. Each
 * point reaches the run once, however often this is called: `metrics.streamed` beside the file says what the server has,
 * and a point that it has already, because its answer was lost, changes nothing there.
 *
 * @param path the file, or the folder that holds `metrics.jsonl`; the job's output folder by default
 * @throws Error where there is no such file, server or run; UnreachableError, TrackingError; what the server took until
 *   then stays marked
 */
export async function replay(
  path = outputDir(),
  options: { trackingUri?: string; runId?: string } = {},
): Promise<number> {
  const file = statSync(path).isDirectory() ? join(path, 'metrics.jsonl') : path;
  const marker = new Marker(file);
  const waiting = linesAfter(file, marker.lines);
  const run = runFromEnvironment(options.trackingUri, options.runId ?? marker.runId ?? undefined);
  if (!run)
    throw new Error('replay needs a server (MLFLOW_TRACKING_URI, http or https) and a run (MLFLOW_RUN_ID)');
  if (marker.runId !== null && marker.runId !== run.runId)
    throw new Error(`${file} is of run ${marker.runId}, not of ${run.runId}`);
  const client = new TrackingClient(run.uri);
  let sent = 0;
  while (waiting.length > 0) {
    const batch = leading(waiting);
    const metrics = pointsOf(batch);
    await client.logBatch(run.runId, { metrics });
    marker.write(batch.at(-1)?.number ?? marker.lines, run.runId);
    waiting.splice(0, batch.length);
    sent += metrics.length;
  }
  return sent;
}
