export * from './artifacts.ts';
export * from './errors.ts';
export * from './ids.ts';
export * from './int64.ts';
export * from './json.ts';
export * from './registry.ts';
export * from './tracking.ts';
