import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { after, before, describe, it } from 'node:test';
import { type MinioServer, startMinio } from '../scripts/minio.ts';
import { Orrery } from './orrery.ts';

const SIZE = 1_000_000_000;
const LIMIT_MB = 200;
const PATH = '/api/2.0/mlflow-artifacts/artifacts/1/run/artifacts/large.bin';

for (const storage of ['a disk', 'S3'] as const) {
  describe(`a gigabyte, with artifacts on ${storage}`, () => {
    let orrery: Orrery;
    let minio: MinioServer | undefined;
    /** The most memory that the server ever had, in megabytes. */
    const peak = () => {
      const status = readFileSync(`/proc/${orrery.serverPid}/status`, 'utf8');
      return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1000;
    };
    before(async () => {
      orrery = await Orrery.make();
      if (storage === 'S3') {
        minio = await startMinio();
        Object.assign(orrery.env, minio.env, { MLFLOW_ARTIFACTS_DESTINATION: minio.bucket('large') });
      }
      await orrery.up();
    });
    after(async () => {
      await orrery.remove();
      await minio?.stop();
    });

    it('goes in and comes out as it was, and memory stays flat', async () => {
      const sent = await upload(orrery.url + PATH);
      const received = await download(orrery.url + PATH);
      assert.deepEqual(received, sent);
      assert.ok(peak() < LIMIT_MB, `the server had ${peak().toFixed(0)} MB`);
    });
  });
}

interface Content {
  bytes: number;
  hash: string;
}

async function upload(url: string): Promise<Content> {
  const hash = createHash('sha1');
  const part = Buffer.alloc(1 << 20);
  let left = SIZE;
  const body = function* () {
    for (let index = 0; left > 0; index++) {
      part.writeUInt32LE(index);
      const piece = Buffer.from(part.subarray(0, Math.min(left, part.length)));
      left -= piece.length;
      hash.update(piece);
      yield piece;
    }
  };
  await new Promise<void>((resolve, reject) => {
    const put = request(url, { method: 'PUT', headers: { 'content-length': SIZE } }, (response) => {
      response.resume();
      if (response.statusCode === 200) resolve();
      else reject(new Error(`answered ${response.statusCode}`));
    });
    pipeline(Readable.from(body()), put).catch(reject);
  });
  return { bytes: SIZE, hash: hash.digest('hex') };
}

function download(url: string): Promise<Content> {
  const hash = createHash('sha1');
  let bytes = 0;
  return new Promise((resolve, reject) => {
    const get = request(url, (response) => {
      response.on('data', (piece: Buffer) => {
        bytes += piece.length;
        hash.update(piece);
      });
      response.once('end', () => resolve({ bytes, hash: hash.digest('hex') }));
    });
    get.once('error', reject).end();
  });
}
