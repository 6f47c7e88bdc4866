import { readFileSync } from 'node:fs';
import protobuf from 'protobufjs';

// 64-bit integers as numbers: ids, numbers and steps are far below 2^53.
protobuf.util.Long = undefined as never;
protobuf.configure();

const root = protobuf
  .parse(readFileSync(new URL('./storage.proto', import.meta.url), 'utf8'), {
    keepCase: true,
  })
  .root.resolveAll();

/** The methods of the service, by name. */
export const METHODS = root.lookupService('optuna.StorageService').methods;

/** The type of a message, e.g. `Trial`. */
export function messageType(name: string): protobuf.Type {
  return root.lookupType(`optuna.${name}`);
}
