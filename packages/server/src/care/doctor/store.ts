import { readFileSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { spoolsOf } from '@orrery/runner/spool';
import { doorUrl, type ServerConfig } from '../../config.ts';
import { ensureWritable } from '../../writable.ts';
import { type Finding, look, optional } from './finding.ts';

const LOW_DISK_BYTES = 2 * 1024 ** 3;

/** The folder of all that is kept: whether it can be written, has room, and what was left behind in it. */
export function storeFindings(config: ServerConfig): Promise<Finding>[] {
  const { storeDir } = config;
  return [
    look('store', () => {
      ensureWritable(storeDir);
      return storeDir;
    }),
    look('disk', () => diskOf(storeDir)),
    look('spool', () => spoolOf(storeDir)),
    optional(look('last server', () => lastServer(storeDir))),
    optional(look('tracking server of jobs', () => trackingUri(config))),
  ];
}

function diskOf(folder: string): string {
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  const shown = `${(free / 1024 ** 3).toFixed(1)} GiB free`;
  if (free >= LOW_DISK_BYTES) return shown;
  throw new Error(
    `${shown} at ${folder}. Make room, e.g. with orrery gc, or set ORRERY_STORE to another disk.`,
  );
}

/** A spool that a living process writes is on its way. */
function spoolOf(storeDir: string): string {
  const left = [...spoolsOf(storeDir)].filter((spool) => {
    if (!spool.lock()) return false;
    spool.unlock();
    return spool.exists();
  });
  if (left.length === 0) return 'nothing waits';
  throw new Error(
    `${left.length === 1 ? 'a run waits' : `${left.length} runs wait`} in ${join(storeDir, 'spool')} for a server that was away, and the server lacks what they logged. Start it (orrery up), or send them to MLFLOW_TRACKING_URI: orrery sync.`,
  );
}

/** What a server leaves behind when it is killed. */
function lastServer(storeDir: string): string {
  let record: { pid: number };
  try {
    record = JSON.parse(readFileSync(join(storeDir, 'server.json'), 'utf8')) as { pid: number };
  } catch {
    return 'ended by itself, or none ran';
  }
  try {
    process.kill(record.pid, 0);
    return `runs, process ${record.pid}`;
  } catch {
    throw new Error(
      `process ${record.pid} was killed or crashed. Its last words are in ${join(storeDir, 'logs', 'server.log')}; start it again: orrery up.`,
    );
  }
}

/** What runs here may be recorded elsewhere. */
function trackingUri(config: ServerConfig): string {
  const own = doorUrl(config, config.doors[0]?.port as number);
  const uri = config.env.MLFLOW_TRACKING_URI;
  if (!uri || samePlace(uri, own)) return own;
  throw new Error(
    `MLFLOW_TRACKING_URI is ${uri}: runs that are started here are recorded there, and are missing at ${own}. Unset it, or look there.`,
  );
}

function samePlace(uri: string, own: string): boolean {
  const [a, b] = [uri, own].map((each) => (URL.canParse(each) ? new URL(each) : null));
  const isLocal = (url: URL) => /^(localhost|127\.|\[::1\]|0\.0\.0\.0)/.test(url.hostname);
  return !!a && !!b && a.port === b.port && (a.hostname === b.hostname || (isLocal(a) && isLocal(b)));
}
