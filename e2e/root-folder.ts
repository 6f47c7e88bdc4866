import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** The root folder of an image, made of programs of this machine. */
export class RootFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'orrery-root-'));

  /** With busybox as its shell and tools. */
  constructor() {
    chmodSync(this.path, 0o755);
    for (const name of ['bin', 'tmp', 'etc']) mkdirSync(join(this.path, name));
    execFileSync('cp', ['/bin/busybox', join(this.path, 'bin')]);
    execFileSync('chroot', [this.path, '/bin/busybox', '--install', '-s', '/bin']);
  }

  /** Adds a program, at the place where it is here or another, with the libraries that it loads where they are here. */
  addProgram(program: string, at: string = realpathSync(program)): void {
    this.#addFile(program, at);
    const loaded = execFileSync('ldd', [program], { encoding: 'utf8' });
    for (const [, file] of loaded.matchAll(/(\/\S+) \(0x/g)) this.#addFile(file as string);
  }

  /** Adds a Python with its standard library, as `/bin/python3`. */
  addPython(python: string): void {
    const ask =
      'import json, sys, sysconfig; print(json.dumps([sys.executable, sysconfig.get_paths()["stdlib"], sysconfig.get_path("stdlib") + "/lib-dynload"]))';
    const [program, library, extensions] = JSON.parse(
      execFileSync(python, ['-c', ask], { encoding: 'utf8' }),
    ) as [string, string, string];
    const skipped =
      /\/(test|tests|idlelib|ensurepip|lib2to3|tkinter|site-packages|dist-packages|__pycache__|config-[^/]*)$/;
    cpSync(library, join(this.path, library), { recursive: true, filter: (path) => !skipped.test(path) });
    const loaded = execFileSync('sh', ['-c', `ldd ${extensions}/*.so 2>/dev/null`], { encoding: 'utf8' });
    for (const [, file] of loaded.matchAll(/(\/\S+) \(0x/g)) this.#addFile(file as string);
    const real = realpathSync(program);
    this.addProgram(real);
    execFileSync('ln', ['-s', real, join(this.path, 'bin', 'python3')]);
  }

  addFolder(folder: string, at: string): void {
    cpSync(folder, join(this.path, at), { recursive: true });
  }

  /** Makes it an image of the Docker engine here, and removes the folder. `changes` are lines of a Dockerfile. */
  becomeImage(image: string, ...changes: string[]): void {
    const tar = `${this.path}.tar`;
    execFileSync('tar', ['-C', this.path, '-cf', tar, '.']);
    execFileSync('docker', ['import', ...changes.flatMap((change) => ['-c', change]), tar, image]);
    rmSync(tar);
    this.remove();
  }

  remove(): void {
    rmSync(this.path, { recursive: true });
  }

  #addFile(file: string, at: string = file): void {
    const to = join(this.path, at);
    mkdirSync(dirname(to), { recursive: true });
    cpSync(realpathSync(file), to);
  }
}
