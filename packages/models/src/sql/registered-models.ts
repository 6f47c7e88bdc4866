import { OrreryError, type RegisteredModel, type Tag } from '@orrery/core';
import { pythonRepr, type Session } from '@orrery/tracking/sql';
import { checkModelName } from '../validation.ts';
import { latestVersions } from './model-versions.ts';
import { MODEL_COLUMNS, type RegisteredModelRow } from './rows.ts';
import { aliasesOfModels, putModelTags, tagsOfModels } from './tags.ts';

const PROMPT_KEY = 'mlflow.prompt.is_prompt';

export async function createRegisteredModel(
  session: Session,
  name: string,
  tags: Tag[],
  description: string,
): Promise<RegisteredModel> {
  const now = Date.now();
  const made = await session.run(
    `INSERT INTO registered_models (name, creation_time, last_updated_time, description)
     VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    [name, now, now, description],
  );
  if (made === 0) throw await taken(session, name, isPrompt(tags));
  await putModelTags(session, name, tags);
  return getRegisteredModel(session, name);
}

export async function getRegisteredModel(session: Session, name: string): Promise<RegisteredModel> {
  const [model] = await loadModels(session, [await findModel(session, name)]);
  return model as RegisteredModel;
}

export async function findModel(session: Session, name: string): Promise<RegisteredModelRow> {
  checkModelName(name);
  const row = await session.get<RegisteredModelRow>(
    `SELECT ${MODEL_COLUMNS} FROM registered_models WHERE workspace = 'default' AND name = ?`,
    [name],
  );
  if (row) return row;
  throw new OrreryError('RESOURCE_DOES_NOT_EXIST', `Registered Model with name=${name} not found`);
}

export async function updateRegisteredModel(
  session: Session,
  name: string,
  description: string,
): Promise<RegisteredModel> {
  await findModel(session, name);
  await session.run(
    `UPDATE registered_models SET description = ?, last_updated_time = ? WHERE workspace = 'default' AND name = ?`,
    [description, Date.now(), name],
  );
  return getRegisteredModel(session, name);
}

/** What is keyed by the name follows: its foreign keys cascade. */
export async function renameRegisteredModel(
  session: Session,
  name: string,
  newName: string,
): Promise<RegisteredModel> {
  await findModel(session, name);
  const now = Date.now();
  const [found] = await session.all(
    `SELECT 1 FROM registered_models WHERE workspace = 'default' AND name = ?`,
    [newName],
  );
  if (found && newName !== name)
    throw new OrreryError('RESOURCE_ALREADY_EXISTS', `Registered Model (name=${newName}) already exists.`);
  await session.run(
    `UPDATE registered_models SET name = ?, last_updated_time = ? WHERE workspace = 'default' AND name = ?`,
    [newName, now, name],
  );
  await session.run(
    `UPDATE model_versions SET last_updated_time = ? WHERE workspace = 'default' AND name = ?`,
    [now, newName],
  );
  return getRegisteredModel(session, newName);
}

export async function deleteRegisteredModel(session: Session, name: string): Promise<void> {
  await findModel(session, name);
  for (const table of [
    'registered_model_aliases',
    'registered_model_tags',
    'model_version_tags',
    'model_versions',
    'registered_models',
  ])
    await session.run(`DELETE FROM ${table} WHERE workspace = 'default' AND name = ?`, [name]);
}

export async function touchModel(session: Session, name: string): Promise<void> {
  await session.run(
    `UPDATE registered_models SET last_updated_time = ? WHERE workspace = 'default' AND name = ?`,
    [Date.now(), name],
  );
}

/** Models with all that belongs to them, in the order of their rows. */
export async function loadModels(session: Session, rows: RegisteredModelRow[]): Promise<RegisteredModel[]> {
  const names = rows.map(({ name }) => name);
  const tags = await tagsOfModels(session, names);
  const aliases = await aliasesOfModels(session, names);
  const versions = await latestVersions(session, names);
  return rows.map((row) => ({
    name: row.name,
    creationTime: row.creation_time,
    lastUpdateTime: row.last_updated_time,
    description: row.description,
    tags: tags.get(row.name) ?? [],
    aliases: aliases.get(row.name) ?? [],
    latestVersions: versions.get(row.name) ?? [],
  }));
}

/** Prompts are registered models with a tag that says so. */
/** What a name of the registry names, by its tags. */
export function modelKindOf(tags: Tag[]): 'prompt' | 'registered_model' {
  return isPrompt(tags) ? 'prompt' : 'registered_model';
}

export function isPrompt(tags: Tag[]): boolean {
  return tags.findLast(({ key }) => key === PROMPT_KEY)?.value.toLowerCase() === 'true';
}

async function taken(session: Session, name: string, asPrompt: boolean): Promise<OrreryError> {
  const wasPrompt = isPrompt((await tagsOfModels(session, [name])).get(name) ?? []);
  const kind = (prompt: boolean) => (prompt ? 'Prompt' : 'Registered Model');
  const message =
    wasPrompt === asPrompt
      ? `${kind(asPrompt)} (name=${name}) already exists.`
      : `Tried to create a ${kind(asPrompt).toLowerCase()} with name ${pythonRepr(name)}, but the name is already ` +
        `taken by a ${kind(wasPrompt).toLowerCase()}. MLflow does not allow creating a model and a prompt with the same name.`;
  return new OrreryError('RESOURCE_ALREADY_EXISTS', message);
}
