export * from './logged-models.ts';
export * from './registry.ts';
export { SqlLoggedModelStore } from './sql/logged-model-store.ts';
export { openModelRegistry } from './sql/open.ts';
export { isPrompt, modelKindOf } from './sql/registered-models.ts';
export { restoreLoggedModel, restoreRegisteredModel } from './sql/restore.ts';
