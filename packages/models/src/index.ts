export * from './logged-models.ts';
export * from './registry.ts';
export { SqlLoggedModelStore } from './sql/logged-model-store.ts';
export { isPrompt } from './sql/registered-models.ts';
export { SqlModelRegistry } from './sql/registry.ts';
