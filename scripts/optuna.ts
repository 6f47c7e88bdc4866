import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** The Optunas whose gRPC clients the tests try; the script `scripts/optuna` installs them. */
export const OPTUNA_VERSIONS = ['5.0.0', '4.9.0'] as const;

/** The Python that has this version of Optuna, with gRPC. */
export function optunaPython(version: string = OPTUNA_VERSIONS[0]): string {
  const cache = process.env.ORRERY_DEV_CACHE ?? join(homedir(), '.cache', 'orrery-dev');
  const python = join(cache, `optuna-${version}`, 'bin', 'python');
  if (!existsSync(python)) throw new Error(`${python} is missing: run scripts/optuna ${version}`);
  return python;
}
