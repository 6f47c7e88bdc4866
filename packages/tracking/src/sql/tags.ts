import { OrreryError, type Tag } from '@orrery/core';
import type { Insert, Session } from '@orrery/database';
import { together } from './together.ts';

const TAGS: Insert = {
  table: 'tags',
  columns: { run_uuid: 'text', key: 'text', value: 'text' },
  conflict: 'ON CONFLICT (key, run_uuid) DO UPDATE SET value = excluded.value',
};

export async function putTags(session: Session, runId: string, tags: Tag[]): Promise<void> {
  const last = new Map(tags.map((tag) => [tag.key, tag.value]));
  const rows = [...last].map(([key, value]) => [runId, key, value]);
  const name = last.get('mlflow.runName');
  await together(
    session.insert(TAGS, rows),
    name ? session.run('UPDATE runs SET name = ? WHERE run_uuid = ?', [name, runId]) : Promise.resolve(0),
  );
}

export async function deleteTag(session: Session, runId: string, key: string): Promise<void> {
  const removed = await session.run('DELETE FROM tags WHERE run_uuid = ? AND key = ?', [runId, key]);
  if (removed > 0) return;
  throw new OrreryError('RESOURCE_DOES_NOT_EXIST', `No tag with name: ${key} in run with id ${runId}`);
}
