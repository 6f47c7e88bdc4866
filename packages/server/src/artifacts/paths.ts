import type { ArtifactRepository } from '@orrery/artifacts';
import { invalid } from '@orrery/core';
import type { FastifyInstance } from 'fastify';
import type { FileOptions } from './files.ts';

const MOST_RUNS = 500;
const MOST_FILES = 1000;
const AT_ONCE = 8;

/** `/api/artifacts/paths`: which files runs have in common. */
export async function pathsRoute(app: FastifyInstance, { roots, places }: FileOptions): Promise<void> {
  app.post<{ Body: unknown }>('/api/artifacts/paths', async (request) => {
    const runIds = readIds(request.body);
    const holders = new Map<string, number[]>();
    const waiting = [...runIds.entries()];
    let truncated = false;
    const work = async (): Promise<void> => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const [index, runId] = next;
        const { repository, prefix } = await places.at(await roots.ofRun(runId));
        const paths: string[] = [];
        truncated = !(await collect(repository, prefix, paths)) || truncated;
        for (const path of paths) {
          const relative = path.slice(prefix === '' ? 0 : prefix.length + 1);
          const own = holders.get(relative);
          if (own) own.push(index);
          else holders.set(relative, [index]);
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    const paths = [...holders].map(([path, runs]) => ({ path, runs: runs.sort((a, b) => a - b) }));
    return { paths: paths.sort((a, b) => (a.path < b.path ? -1 : 1)), truncated };
  });
}

/** Resolves to whether these are all files. */
async function collect(repository: ArtifactRepository, folder: string, paths: string[]): Promise<boolean> {
  for (const info of await repository.list(folder)) {
    if (paths.length >= MOST_FILES) return false;
    if (!info.isDir) paths.push(info.path);
    else if (!(await collect(repository, info.path, paths))) return false;
  }
  return true;
}

/** Bodies come as text, as MLflow's routes want them. */
function readIds(body: unknown): string[] {
  const ids = (parsed(String(body)) as { run_ids?: unknown } | null)?.run_ids;
  const isList = Array.isArray(ids) && ids.every((id) => typeof id === 'string');
  if (!isList || ids.length === 0 || ids.length > MOST_RUNS)
    throw invalid(`run_ids must be a list of 1 to ${MOST_RUNS} ids of runs.`);
  return ids;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
