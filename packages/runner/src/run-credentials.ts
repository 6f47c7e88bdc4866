import type { TrackingClient } from '@orrery/client';

/**
 * What lets a job in at the tracking server as its run alone, in place of the name and password of who runs it; nothing
 * where the server gives no such tokens, or is away.
 */
export async function runCredentials(client: TrackingClient, runId: string): Promise<Record<string, string>> {
  const token = await client.runToken(runId).catch(() => null);
  if (token === null) return {};
  return { MLFLOW_TRACKING_TOKEN: token, MLFLOW_TRACKING_USERNAME: '', MLFLOW_TRACKING_PASSWORD: '' };
}
