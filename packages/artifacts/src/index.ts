export * from './disk.ts';
export * from './path.ts';
export * from './repository.ts';
