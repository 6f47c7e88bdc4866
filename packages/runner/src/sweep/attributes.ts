/** User attributes under which a study and its trials name their runs, as the web app reads them. */
export const RUN_ID = 'mlflow.run_id';
export const EXPERIMENT_ID = 'mlflow.experiment_id';
/** Why a trial is FAIL or PRUNED, in words. */
export const REASON = 'orrery.reason';
