/** What is light to load; the server itself is `@orrery/server/serve`, so that `orrery status` need not wait for it. */
export * from './config.ts';
export { checkDoors } from './listen.ts';
export { portHolder } from './port-holder.ts';
export type { ServicesReport } from './services/report.ts';
export { ensureWritable } from './writable.ts';
