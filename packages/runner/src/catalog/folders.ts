import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { readJson, writeJson } from '../json-file.ts';

/** What `orrery run` found beside manifests is listed here, so that the web app shows it and can run it. */
function listOf(storeDir: string): string {
  return join(storeDir, 'catalog', 'folders.json');
}

/**
 * The folders of a store's catalog: its own, the one of multiverse (`store/datasets`, `store/models`), and those that
 * manifests had beside them.
 *
 * @param first one that wins over all others
 */
export function catalogFolders(storeDir: string, first?: string): string[] {
  const all = [...(first ? [first] : []), join(storeDir, 'catalog'), storeDir, ...linkedFolders(storeDir)];
  return [...new Set(all)];
}

/** Catalogs outside of the store that it knows of. */
export function linkedFolders(storeDir: string): string[] {
  return (readJson<string[]>(listOf(storeDir)) ?? []).filter((folder) => existsSync(folder));
}

/** Makes a catalog known to the store; only who can write to the store can do that. */
export function linkFolder(storeDir: string, folder: string): void {
  const known = linkedFolders(storeDir);
  if (!existsSync(folder) || known.includes(resolve(folder))) return;
  mkdirSync(dirname(listOf(storeDir)), { recursive: true });
  writeJson(listOf(storeDir), [resolve(folder), ...known]);
}
