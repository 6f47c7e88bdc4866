import { type ModelVersion, OrreryError } from '@orrery/core';
import { compile, type Session } from '@orrery/tracking/sql';
import { sql } from 'kysely';
import type { NewModelVersion } from '../registry.ts';
import { DELETED, parseStage, parseTarget } from '../stages.ts';
import { checkModelName, parseVersion } from '../validation.ts';
import { findModel, touchModel } from './registered-models.ts';
import { type ModelVersionRow, toModelVersion, VERSION_COLUMNS } from './rows.ts';
import { aliasesOfModels, putVersionTags, tagsOfVersions } from './tags.ts';

const ONE = `workspace = 'default' AND name = ? AND version = ?`;

/** Numbers go up, also past versions that were deleted. */
export async function createModelVersion(session: Session, made: NewModelVersion): Promise<ModelVersion> {
  const { name } = made;
  checkModelName(name);
  if (session.dialect === 'postgres')
    await session.run(`SELECT 1 FROM registered_models WHERE workspace = 'default' AND name = ? FOR UPDATE`, [
      name,
    ]);
  await findModel(session, name);
  const now = Date.now();
  await touchModel(session, name);
  const newest = await session.get<{ version: number | null }>(
    `SELECT max(version) AS version FROM model_versions WHERE workspace = 'default' AND name = ?`,
    [name],
  );
  const version = (newest?.version ?? 0) + 1;
  await session.run(
    `INSERT INTO model_versions (name, version, creation_time, last_updated_time, description, current_stage, source,
       storage_location, run_id, run_link, status) VALUES (?, ?, ?, ?, ?, 'None', ?, ?, ?, ?, 'READY')`,
    [name, version, now, now, made.description, made.source, made.location, made.runId, made.runLink],
  );
  await putVersionTags(session, name, version, made.tags);
  return getModelVersion(session, name, String(version));
}

export async function findVersion(session: Session, name: string, version: string): Promise<ModelVersionRow> {
  checkModelName(name);
  const number = parseVersion(version);
  const row = isNumberOfVersion(number)
    ? await session.get<ModelVersionRow>(
        `SELECT ${VERSION_COLUMNS} FROM model_versions WHERE ${ONE} AND current_stage <> '${DELETED}'`,
        [name, number],
      )
    : undefined;
  if (row) return row;
  const message = `Model Version (name=${name}, version=${number}) not found`;
  throw new OrreryError('RESOURCE_DOES_NOT_EXIST', message);
}

export async function getModelVersion(
  session: Session,
  name: string,
  version: string,
): Promise<ModelVersion> {
  const [loaded] = await loadVersions(session, [await findVersion(session, name, version)], true);
  return loaded as ModelVersion;
}

export async function updateModelVersion(
  session: Session,
  name: string,
  version: string,
  description: string | null,
): Promise<ModelVersion> {
  const { version: number } = await findVersion(session, name, version);
  await session.run(`UPDATE model_versions SET description = ?, last_updated_time = ? WHERE ${ONE}`, [
    description,
    Date.now(),
    name,
    number,
  ]);
  return getModelVersion(session, name, version);
}

export async function moveModelVersion(
  session: Session,
  name: string,
  version: string,
  stageName: string,
  archiveOthers: boolean,
): Promise<ModelVersion> {
  const stage = parseTarget(stageName, archiveOthers);
  const { version: number } = await findVersion(session, name, version);
  const now = Date.now();
  if (archiveOthers)
    await session.run(
      `UPDATE model_versions SET current_stage = 'Archived', last_updated_time = ?
       WHERE workspace = 'default' AND name = ? AND version <> ? AND current_stage = ?`,
      [now, name, number, stage],
    );
  await session.run(`UPDATE model_versions SET current_stage = ?, last_updated_time = ? WHERE ${ONE}`, [
    stage,
    now,
    name,
    number,
  ]);
  await touchModel(session, name);
  return getModelVersion(session, name, version);
}

/** Keeps the row, so that its number is not given again, and forgets what it said. */
export async function deleteModelVersion(session: Session, name: string, version: string): Promise<void> {
  const { version: number } = await findVersion(session, name, version);
  await touchModel(session, name);
  await session.run(`DELETE FROM registered_model_aliases WHERE ${ONE}`, [name, number]);
  await session.run(
    `UPDATE model_versions SET current_stage = '${DELETED}', last_updated_time = ?, description = NULL,
       user_id = NULL, source = 'REDACTED-SOURCE-PATH', run_id = 'REDACTED-RUN-ID',
       run_link = 'REDACTED-RUN-LINK', status_message = NULL WHERE ${ONE}`,
    [Date.now(), name, number],
  );
}

export async function getLatestVersions(
  session: Session,
  name: string,
  stages: string[],
): Promise<ModelVersion[]> {
  await findModel(session, name);
  const wanted = stages.map(parseStage);
  const latest = (await latestVersions(session, [name])).get(name) ?? [];
  const found = wanted.length > 0 ? latest.filter(({ stage }) => wanted.includes(stage)) : latest;
  const aliases = (await aliasesOfModels(session, [name])).get(name) ?? [];
  return found.map((each) => ({
    ...each,
    aliases: aliases.filter(({ version }) => version === each.version).map(({ alias }) => alias),
  }));
}

/** The newest version of each stage, by model, lowest version first. */
export async function latestVersions(
  session: Session,
  names: string[],
): Promise<Map<string, ModelVersion[]>> {
  const latest = new Map<string, ModelVersion[]>();
  if (names.length === 0) return latest;
  const [text, parameters] = compile(
    session.dialect,
    sql`SELECT ${sql.raw(VERSION_COLUMNS)} FROM model_versions AS v
      WHERE workspace = 'default' AND name IN (${sql.join(names)}) AND current_stage <> ${DELETED}
        AND version = (SELECT max(version) FROM model_versions AS o
          WHERE o.workspace = v.workspace AND o.name = v.name AND o.current_stage = v.current_stage)
      ORDER BY version`,
  );
  const versions = await loadVersions(session, await session.all<ModelVersionRow>(text, parameters), false);
  for (const version of versions) latest.set(version.name, [...(latest.get(version.name) ?? []), version]);
  return latest;
}

/**
 * Versions with their tags, in the order of their rows.
 *
 * @param withAliases false where MLflow leaves the aliases out: searches, and versions shown with their model
 */
export async function loadVersions(
  session: Session,
  rows: ModelVersionRow[],
  withAliases: boolean,
): Promise<ModelVersion[]> {
  const tags = await tagsOfVersions(session, rows);
  const names = withAliases ? [...new Set(rows.map(({ name }) => name))] : [];
  const aliases = await aliasesOfModels(session, names);
  return rows.map((row, index) => {
    const own = (aliases.get(row.name) ?? []).filter(({ version }) => version === row.version);
    return toModelVersion(
      row,
      tags[index] ?? [],
      own.map(({ alias }) => alias),
    );
  });
}

/** Whether a number fits the column. */
function isNumberOfVersion(number: number): boolean {
  return number >= -(2 ** 31) && number < 2 ** 31;
}
