'use strict';
// What the single executable starts with: the program's files, which it carries, are put into the user's cache once.
const {
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} = require('node:fs');
const { createRequire, enableCompileCache } = require('node:module');
const { homedir, tmpdir } = require('node:os');
const { dirname, join } = require('node:path');
const { getAsset, getAssetKeys } = require('node:sea');
const { setFlagsFromString } = require('node:v8');

const NAME = getAsset('name', 'utf8');

/** A folder that is this user's alone, for what is started from it. */
function cacheFolder() {
  const folder = cachePath();
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // Links are followed once, before anybody can turn them.
  const real = realpathSync(folder);
  const { uid, mode } = statSync(real);
  if (process.getuid && (uid !== process.getuid() || mode & 0o022))
    throw new Error(`${folder} can be written by others`);
  return real;
}

function cachePath() {
  if (process.env.XDG_CACHE_HOME) return join(process.env.XDG_CACHE_HOME, 'orrery');
  try {
    if (existsSync(homedir())) return join(homedir(), '.cache', 'orrery');
  } catch {
    // A user whom the system does not know, as in many containers.
  }
  // Right below the folder for temporary files, in which nobody renames what is another's.
  return join(tmpdir(), `orrery-${process.getuid?.() ?? ''}`);
}

function unpack() {
  const cache = cacheFolder();
  const root = join(cache, NAME);
  if (existsSync(root)) return root;
  const part = mkdtempSync(join(cache, 'part-'));
  for (const key of getAssetKeys()) {
    if (key === 'name') continue;
    const file = join(part, key);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, Buffer.from(getAsset(key)));
  }
  try {
    renameSync(part, root);
  } catch (error) {
    // Another start was quicker.
    rmSync(part, { recursive: true });
    if (!existsSync(root)) throw error;
  }
  return root;
}

function unpackOrExit() {
  try {
    return unpack();
  } catch (error) {
    console.error(`orrery: ${error.message}. Set XDG_CACHE_HOME to a folder that you alone can write.`);
    process.exit(1);
  }
}

const root = unpackOrExit();
const args = process.argv.slice(2);
// A process that the program starts names a file of it first.
const main =
  args[0]?.startsWith(root) && args[0].endsWith('.cjs')
    ? args.shift()
    : join(root, 'packages/cli/dist/main.cjs');
process.argv = [process.execPath, main, ...args];
process.execArgv = [];
setFlagsFromString('--no-concurrent-array-buffer-sweeping');
enableCompileCache(join(root, 'compiled'));
createRequire(main)(main);
