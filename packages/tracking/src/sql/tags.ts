import { OrreryError, type Tag } from '@orrery/core';
import type { Session } from './session.ts';

export async function putTags(session: Session, runId: string, tags: Tag[]): Promise<void> {
  await session.runMany(
    `INSERT INTO tags (run_uuid, key, value) VALUES (?, ?, ?)
     ON CONFLICT (key, run_uuid) DO UPDATE SET value = excluded.value`,
    tags.map((tag) => [runId, tag.key, tag.value]),
  );
  const name = tags.findLast((tag) => tag.key === 'mlflow.runName')?.value;
  if (name) await session.run('UPDATE runs SET name = ? WHERE run_uuid = ?', [name, runId]);
}

export async function deleteTag(session: Session, runId: string, key: string): Promise<void> {
  const removed = await session.run('DELETE FROM tags WHERE run_uuid = ? AND key = ?', [runId, key]);
  if (removed > 0) return;
  throw new OrreryError('RESOURCE_DOES_NOT_EXIST', `No tag with name: ${key} in run with id ${runId}`);
}
