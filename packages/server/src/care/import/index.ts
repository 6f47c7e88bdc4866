export { type ImportOptions, type ImportReport, importFrom } from './import.ts';
export { MlflowServer } from './mlflow-server.ts';
export { MlrunsFolder } from './mlruns.ts';
export type { ImportSource } from './source.ts';
export { TensorboardFolder } from './tensorboard.ts';
export { openWandb } from './wandb.ts';
