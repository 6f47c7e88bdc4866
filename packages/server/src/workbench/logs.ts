import { closeSync, fstatSync, openSync, readSync, realpathSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { OrreryError } from '@orrery/core';
import type { SqlTrackingStore } from '@orrery/tracking';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import type { ServerConfig } from '../config.ts';
import { Failure, LogAnswer, LogQuery } from './schemas.ts';

const USUAL_BYTES = 256 * 1024;

/** What a job prints, while it runs and after, from the job's own folder. */
export async function logRoutes(
  instance: FastifyInstance,
  { config: { storeDir }, store }: { config: ServerConfig; store: SqlTrackingStore },
): Promise<void> {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();
  app.get(
    '/api/workbench/runs/:run_id/log',
    {
      schema: {
        tags: ['logs'],
        summary: 'A piece of a log of a run that Orrery started',
        params: Type.Object({ run_id: Type.String() }),
        querystring: LogQuery,
        response: { 200: LogAnswer, 404: Failure },
      },
    },
    async ({ params: { run_id }, query: { file = 'container.log', from = 0, limit = USUAL_BYTES } }) => {
      const run = await store.getRun(run_id);
      const folder = run.tags.find(({ key }) => key === 'orrery.folder')?.value;
      const path = folder && insideOf(join(storeDir, 'jobs'), join(folder, file));
      if (!path)
        throw new OrreryError('RESOURCE_DOES_NOT_EXIST', `Run ${run_id} has no ${file} on this machine.`);
      return { ...readPiece(path, from, limit), complete: run.info.status !== 'RUNNING' };
    },
  );
}

/** The real path of a file that is there and below a folder; tags are anybody's to set. */
function insideOf(folder: string, path: string): string | null {
  try {
    const real = realpathSync(path);
    return relative(realpathSync(folder), real).startsWith('..') ? null : real;
  } catch {
    return null;
  }
}

/** A piece of a text file that ends between two characters. */
function readPiece(path: string, from: number, limit: number) {
  const handle = openSync(path, 'r');
  try {
    const { size } = fstatSync(handle);
    const start = from < 0 ? Math.max(0, size + from) : Math.min(from, size);
    const bytes = Buffer.alloc(Math.min(limit, size - start));
    const read = readSync(handle, bytes, 0, bytes.length, start);
    const whole = start + read < size ? wholeCharacters(bytes.subarray(0, read)) : read;
    return { text: bytes.toString('utf8', 0, whole), from: start, to: start + whole, size };
  } finally {
    closeSync(handle);
  }
}

/** How many bytes there are up to the last character of UTF-8 that is whole. */
function wholeCharacters(bytes: Buffer): number {
  let end = bytes.length;
  while (end > 0 && bytes.length - end < 4 && ((bytes[end - 1] as number) & 0xc0) === 0x80) end--;
  const first = bytes[end - 1];
  if (first === undefined || first < 0x80) return bytes.length;
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  return end - 1 + length <= bytes.length ? end - 1 + length : end - 1;
}
