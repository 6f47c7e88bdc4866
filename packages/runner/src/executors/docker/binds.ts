import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DATA_PATH } from '../../job/multiverse.ts';
import type { ExecutorJob } from '../executor.ts';

/**
 * What a container sees of this machine: its dataset's folder, read-only, and its own. The one file of a dataset of
 * multiverse is `/input/data.h5mu` besides, wherever it is in the folder; as nothing can be mounted in what is
 * read-only, the entries of the folder are mounted one by one then.
 */
export function bindsOf({ input, dataFile, isFileAlone, output }: ExecutorJob): string[] {
  const ends = [`${output}:/output`];
  if (dataFile === null || (!isFileAlone && dataFile === join(input, 'data.h5mu')))
    return [`${input}:/input:ro`, ...ends];
  const others = isFileAlone ? [] : readdirSync(input).filter((name) => `/input/${name}` !== DATA_PATH);
  const entries = others.map((name) => `${join(input, name)}:/input/${name}:ro`);
  return [...entries, `${dataFile}:${DATA_PATH}:ro`, ...ends];
}
