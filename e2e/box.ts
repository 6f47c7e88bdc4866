import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const BOX = 'orrery-test-box:1';

/** Makes `BOX`, an image of busybox alone. */
export function makeBox(): void {
  const folder = mkdtempSync(join(tmpdir(), 'orrery-box-'));
  for (const name of ['bin', 'tmp', 'etc']) mkdirSync(join(folder, name));
  execFileSync('cp', ['/bin/busybox', join(folder, 'bin')]);
  execFileSync('chroot', [folder, '/bin/busybox', '--install', '-s', '/bin']);
  const tar = execFileSync('tar', ['-C', folder, '-c', '.'], { maxBuffer: 1 << 26 });
  execFileSync('docker', ['import', '-', BOX], { input: tar });
  rmSync(folder, { recursive: true });
}
