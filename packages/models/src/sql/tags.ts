import type { ModelAlias, Tag } from '@orrery/core';
import { compile, type Insert, type Session } from '@orrery/tracking/sql';
import { sql } from 'kysely';

const MODEL_TAGS: Insert = {
  table: 'registered_model_tags',
  columns: { name: 'text', key: 'text', value: 'text' },
  conflict: 'ON CONFLICT (workspace, key, name) DO UPDATE SET value = excluded.value',
};
const VERSION_TAGS: Insert = {
  table: 'model_version_tags',
  columns: { name: 'text', version: 'int8', key: 'text', value: 'text' },
  conflict: 'ON CONFLICT (workspace, key, name, version) DO UPDATE SET value = excluded.value',
};

/** Of two tags with one key the last counts. */
function lastOfEach(tags: Tag[]): [key: string, value: string][] {
  return [...new Map(tags.map(({ key, value }) => [key, value]))];
}

export async function putModelTags(session: Session, name: string, tags: Tag[]): Promise<void> {
  await session.insert(
    MODEL_TAGS,
    lastOfEach(tags).map(([key, value]) => [name, key, value]),
  );
}

export async function putVersionTags(
  session: Session,
  name: string,
  version: number,
  tags: Tag[],
): Promise<void> {
  await session.insert(
    VERSION_TAGS,
    lastOfEach(tags).map(([key, value]) => [name, version, key, value]),
  );
}

/** The tags of models, by name. */
export async function tagsOfModels(session: Session, names: string[]): Promise<Map<string, Tag[]>> {
  const tags = new Map<string, Tag[]>(names.map((name) => [name, []]));
  if (names.length === 0) return tags;
  const [text, parameters] = compile(
    session.dialect,
    sql`SELECT name, key, value FROM registered_model_tags
      WHERE workspace = 'default' AND name IN (${sql.join(names)}) ORDER BY key`,
  );
  const rows = await session.all<Tag & { name: string }>(text, parameters);
  for (const { name, key, value } of rows) tags.get(name)?.push({ key, value });
  return tags;
}

/** The aliases of models, by name. */
export async function aliasesOfModels(session: Session, names: string[]): Promise<Map<string, ModelAlias[]>> {
  const aliases = new Map<string, ModelAlias[]>(names.map((name) => [name, []]));
  if (names.length === 0) return aliases;
  const [text, parameters] = compile(
    session.dialect,
    sql`SELECT name, alias, version FROM registered_model_aliases
      WHERE workspace = 'default' AND name IN (${sql.join(names)}) ORDER BY alias`,
  );
  const rows = await session.all<ModelAlias & { name: string }>(text, parameters);
  for (const { name, alias, version } of rows) aliases.get(name)?.push({ alias, version });
  return aliases;
}

interface VersionKey {
  name: string;
  version: number;
}

/** The tags of versions, in the order of `versions`. */
export async function tagsOfVersions(session: Session, versions: VersionKey[]): Promise<Tag[][]> {
  if (versions.length === 0) return [];
  const names = [...new Set(versions.map(({ name }) => name))];
  const numbers = [...new Set(versions.map(({ version }) => version))];
  const [text, parameters] = compile(
    session.dialect,
    sql`SELECT name, version, key, value FROM model_version_tags
      WHERE workspace = 'default' AND name IN (${sql.join(names)}) AND version IN (${sql.join(numbers)}) ORDER BY key`,
  );
  const found = new Map<string, Tag[]>();
  for (const { name, version, key, value } of await session.all<Tag & VersionKey>(text, parameters)) {
    const id = `${version}:${name}`;
    found.set(id, [...(found.get(id) ?? []), { key, value }]);
  }
  return versions.map(({ name, version }) => found.get(`${version}:${name}`) ?? []);
}

export async function deleteModelTag(session: Session, name: string, key: string): Promise<void> {
  await session.run(
    `DELETE FROM registered_model_tags WHERE workspace = 'default' AND name = ? AND key = ?`,
    [name, key],
  );
}

export async function deleteVersionTag(
  session: Session,
  name: string,
  version: number,
  key: string,
): Promise<void> {
  await session.run(
    `DELETE FROM model_version_tags WHERE workspace = 'default' AND name = ? AND version = ? AND key = ?`,
    [name, version, key],
  );
}
