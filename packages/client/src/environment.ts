import type { Credentials } from './http.ts';

/** The server and the run to log to, from what is given or MLflow's variables; null where one is not named. */
export function runFromEnvironment(
  uri = process.env.MLFLOW_TRACKING_URI ?? '',
  runId = process.env.MLFLOW_RUN_ID ?? '',
): { uri: string; runId: string } | null {
  return runId && /^https?:/.test(uri) ? { uri, runId } : null;
}

/** Who logs, by MLflow's variables. */
export function credentialsFromEnvironment(): Credentials {
  return {
    username: process.env.MLFLOW_TRACKING_USERNAME,
    password: process.env.MLFLOW_TRACKING_PASSWORD,
    token: process.env.MLFLOW_TRACKING_TOKEN,
  };
}
