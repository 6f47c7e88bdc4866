import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/**
 * What stands in a folder as a tar stream: its entries by name, so that the folder's own mode stays behind.
 *
 * @param entries which; all by default
 */
export function pack(folder: string, entries: string[] = readdirSync(folder)): Readable {
  const args = ['-C', folder, '-cf', '-', '--owner=0', '--group=0', '--numeric-owner'];
  // An empty list of files is no list for tar.
  const files = entries.length > 0 ? ['--', ...entries] : ['-T', '/dev/null'];
  const child = spawn('tar', [...args, ...files], { stdio: ['ignore', 'pipe', 'inherit'] });
  child.once('error', (error) => child.stdout.destroy(error));
  child.once('exit', (code) => {
    if (code) child.stdout.destroy(new Error(`tar of ${folder} ended with exit code ${code}`));
  });
  return child.stdout;
}

/** Unpacks a tar stream into a folder, but for files of these names at its top. */
export async function unpack(content: Readable, folder: string, except: string[]): Promise<void> {
  const excluded = except.flatMap((name) => ['--exclude', `./${name}`]);
  const child = spawn('tar', ['-C', folder, '-xf', '-', '--no-same-owner', '--anchored', ...excluded], {
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  const exited = once(child, 'exit');
  await pipeline(content, child.stdin);
  const [code] = await exited;
  if (code !== 0) throw new Error(`tar into ${folder} ended with exit code ${code}`);
}
