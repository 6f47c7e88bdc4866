import { invalid, type ModelVersion, OrreryError } from '@orrery/core';
import type { Session } from '@orrery/tracking/sql';
import { findVersion, getLatestVersions, getModelVersion } from './model-versions.ts';
import { findModel } from './registered-models.ts';

export async function setAlias(
  session: Session,
  name: string,
  alias: string,
  version: string,
): Promise<void> {
  const { version: number } = await findVersion(session, name, version);
  await session.run(
    `INSERT INTO registered_model_aliases (name, alias, version) VALUES (?, ?, ?)
     ON CONFLICT (workspace, name, alias) DO UPDATE SET version = excluded.version`,
    [name, alias, number],
  );
}

export async function deleteAlias(session: Session, name: string, alias: string): Promise<void> {
  await findModel(session, name);
  await session.run(
    `DELETE FROM registered_model_aliases WHERE workspace = 'default' AND name = ? AND alias = ?`,
    [name, alias],
  );
}

/** `latest`, in any case, is the newest version of all. */
export async function getByAlias(session: Session, name: string, alias: string): Promise<ModelVersion> {
  if (alias.toLowerCase() === 'latest') {
    const newest = (await getLatestVersions(session, name, [])).sort((a, b) => b.version - a.version)[0];
    if (newest) return newest;
    throw new OrreryError('RESOURCE_DOES_NOT_EXIST', `Latest version not found for model ${name}.`);
  }
  await findModel(session, name);
  const row = await session.get<{ version: number }>(
    `SELECT version FROM registered_model_aliases WHERE workspace = 'default' AND name = ? AND alias = ?`,
    [name, alias],
  );
  if (!row) throw invalid(`Registered model alias ${alias} not found.`);
  return getModelVersion(session, name, String(row.version));
}
