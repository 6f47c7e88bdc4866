/** Where the routes of MLflow's service are. */
export const SERVICE = '/api/2.0/mlflow';

const OTHERS = /^\/(?:ajax-api\/[23]|api\/3)\.0\/mlflow(?=[/-])/;

/** Clients and MLflow's web app use other prefixes for the same routes, which are made once, so that the start is quick. */
export function underService(url: string): string {
  return url.startsWith(SERVICE) ? url : url.replace(OTHERS, SERVICE);
}
