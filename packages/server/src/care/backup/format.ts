import { Readable } from 'node:stream';
import { json, text } from 'node:stream/consumers';
import type { ArtifactRepository } from '@orrery/artifacts';
import { OrreryError } from '@orrery/core';

/** One database as it was at one moment; `names` are those of the stores in it. */
export interface SavedDatabase {
  names: string[];
  dialect: 'sqlite' | 'postgres';
  /** In bytes. */
  size: number;
  sha256: string;
}

export interface SavedFile {
  place: 'artifacts' | 'store';
  path: string;
  /** In bytes. */
  size: number;
  sha256: string;
  /** What it was told apart by at its source. */
  etag: string;
  /** Permissions of a file of the store. */
  mode?: number;
}

/** What a place for backups says of one of them, besides the list of its files. */
export interface Backup {
  id: string;
  format: 1;
  version: string;
  created: string;
  databases: SavedDatabase[];
  files: number;
  /** Of databases and files together. */
  bytes: number;
}

const FOLDER = 'backups';

/** Contents are kept once, under their SHA-256, whichever backups they are in. */
export function objectPath(sha256: string): string {
  return `objects/${sha256.slice(0, 2)}/${sha256}`;
}

/** Writes what a backup is made of; it counts from the moment that this is done. */
export async function writeBackup(to: ArtifactRepository, backup: Backup, files: SavedFile[]): Promise<void> {
  const lines = files.map((file) => `${JSON.stringify(file)}\n`);
  await to.write(`${FOLDER}/${backup.id}/files.jsonl`, Readable.from(lines, { objectMode: false }));
  const head = Buffer.from(`${JSON.stringify(backup, null, 2)}\n`);
  await to.write(`${FOLDER}/${backup.id}/backup.json`, Readable.from([head]), head.length);
}

/** Oldest first. */
export async function listBackups(at: ArtifactRepository): Promise<Backup[]> {
  const backups: Backup[] = [];
  for (const { path } of await at.list(FOLDER)) {
    const inside = await at.list(path);
    if (inside.some((file) => file.path === `${path}/backup.json`))
      backups.push((await json(await (await at.open(`${path}/backup.json`)).read())) as Backup);
  }
  return backups;
}

/** @throws OrreryError RESOURCE_DOES_NOT_EXIST that names those that there are */
export async function findBackup(at: ArtifactRepository, id: string | undefined): Promise<Backup> {
  const backups = await listBackups(at);
  const found = id === undefined ? backups.at(-1) : backups.find((backup) => backup.id === id);
  if (found) return found;
  const there = backups.map((backup) => backup.id).join(', ') || 'none';
  throw new OrreryError('RESOURCE_DOES_NOT_EXIST', `No backup ${id ?? ''} there. Those that are: ${there}.`);
}

export async function filesOf(at: ArtifactRepository, { id }: Backup): Promise<SavedFile[]> {
  const lines = await text(await (await at.open(`${FOLDER}/${id}/files.jsonl`)).read());
  return lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as SavedFile);
}

export function deleteBackup(at: ArtifactRepository, { id }: Backup): Promise<void> {
  return at.delete(`${FOLDER}/${id}`);
}
