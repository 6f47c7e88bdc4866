import { execFileSync } from 'node:child_process';
import {
  closeSync,
  copyFileSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SOURCE = fileURLToPath(new URL('./power-cut.c', import.meta.url));
const SECTOR = 512;

export interface Cut {
  /** The share of sectors that reached the disk though nobody had synced them. */
  unsynced: number;
  /** Whether all names in folders reached the disk, synced or not. */
  names: boolean;
}

/** The disk below a folder, whose power can be cut: what no program had synced is lost, or a part of it is. */
export class PowerCut {
  /** For the programs that write there. */
  readonly env: Record<string, string>;
  readonly #root: string;
  readonly #disk: string;

  /** @param root an existing folder */
  constructor(root: string) {
    this.#root = root;
    this.#disk = mkdtempSync(`${root}-disk-`);
    const library = join(this.#disk, 'power-cut.so');
    execFileSync('gcc', ['-O2', '-shared', '-fPIC', '-o', library, SOURCE, '-ldl']);
    this.env = { LD_PRELOAD: library, ORRERY_POWER_ROOT: root, ORRERY_POWER_DISK: this.#disk };
    writeFileSync(join(this.#disk, 'fault'), '-');
  }

  /** Takes all that is there for synced; to be called before a program writes. */
  begin(): void {
    for (const kind of ['content', 'live', 'names']) {
      rmSync(join(this.#disk, kind), { recursive: true, force: true });
      mkdirSync(join(this.#disk, kind));
    }
    this.#record(this.#root);
  }

  /** Whether syncs fail from now on. */
  fail(syncs: boolean): void {
    // Not cut and written anew: programs have it in their memory.
    const file = openSync(join(this.#disk, 'fault'), 'r+');
    writeSync(file, syncs ? 'e' : '-', 0);
    closeSync(file);
  }

  /** Leaves what the disk has, once all programs are dead. */
  cut(cut: Cut): void {
    const after = `${this.#root}-after`;
    this.#restore(this.#root, lstatSync(this.#root).ino, after, cut);
    rmSync(this.#root, { recursive: true });
    renameSync(after, this.#root);
  }

  remove(): void {
    rmSync(this.#disk, { recursive: true, force: true });
  }

  #path(kind: 'content' | 'live' | 'names', inode: number): string {
    return join(this.#disk, kind, String(inode));
  }

  #record(folder: string): void {
    const names = readdirSync(folder).map((name) => ({ name, found: lstatSync(join(folder, name)) }));
    const lines = names.map(({ name, found }) => `${found.ino} ${name}\n`);
    writeFileSync(this.#path('names', lstatSync(folder).ino), lines.join(''));
    for (const { name, found } of names) {
      if (found.isDirectory()) this.#record(join(folder, name));
      else {
        copyFileSync(join(folder, name), this.#path('content', found.ino));
        linkSync(join(folder, name), this.#path('live', found.ino));
      }
    }
  }

  /** @param folder as the program saw it; it may have been deleted */
  #restore(folder: string, inode: number, to: string, cut: Cut): void {
    mkdirSync(to);
    for (const [name, entry] of cut.names ? namesIn(folder) : this.#syncedNames(inode)) {
      const [path, target] = [join(folder, name), join(to, name)];
      const isFolder = existsSync(this.#path('names', entry)) || isFolderOf(path, entry);
      if (isFolder) this.#restore(path, entry, target, cut);
      else writeFileSync(target, this.#content(path, entry, cut.unsynced));
    }
  }

  #syncedNames(folder: number): Map<string, number> {
    const file = this.#path('names', folder);
    const lines = existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : [];
    return new Map(
      lines.filter(Boolean).map((line) => [line.replace(/^\d+ /, ''), Number.parseInt(line, 10)]),
    );
  }

  #content(path: string, inode: number, unsynced: number): Buffer {
    const read = (file: string) => (existsSync(file) ? readFileSync(file) : null);
    const synced = read(this.#path('content', inode)) ?? Buffer.alloc(0);
    const live = read(this.#path('live', inode)) ?? (isFileOf(path, inode) ? read(path) : null);
    return live === null || unsynced === 0 ? synced : mixed(synced, live, unsynced);
  }
}

/** The synced bytes, with a part of the sectors that have changed since. */
function mixed(synced: Buffer, live: Buffer, share: number): Buffer {
  const length = Math.random() < share ? live.length : Math.min(synced.length, live.length);
  const bytes = Buffer.alloc(length);
  synced.copy(bytes);
  for (let at = 0; at < length; at += SECTOR)
    if (Math.random() < share) live.copy(bytes, at, at, at + SECTOR);
  return bytes;
}

function namesIn(folder: string): Map<string, number> {
  return new Map(readdirSync(folder).map((name) => [name, lstatSync(join(folder, name)).ino]));
}

function isFolderOf(path: string, inode: number): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false });
  return found?.isDirectory() === true && found.ino === inode;
}

function isFileOf(path: string, inode: number): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false });
  return found?.isFile() === true && found.ino === inode;
}
