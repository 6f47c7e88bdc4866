export { mediaType } from './content-type.ts';
export * from './disk.ts';
export * from './open.ts';
export * from './path.ts';
export * from './repository.ts';
