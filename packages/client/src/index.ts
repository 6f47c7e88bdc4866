export { TrackingError, UnreachableError } from './errors.ts';
export type { Credentials } from './http.ts';
export { type CreateRun, TrackingClient } from './tracking-client.ts';
