export * from './artifacts.ts';
export * from './errors.ts';
export * from './ids.ts';
export * from './tracking.ts';
