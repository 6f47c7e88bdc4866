import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { after, before, describe, it } from 'node:test';
import { type MinioServer, startMinio } from '../../../scripts/minio.ts';
import { openArtifacts } from '../src/index.ts';

describe('an S3 location', () => {
  let minio: MinioServer;
  before(async () => {
    minio = await startMinio();
    minio.bucket('here');
  });
  after(() => minio.stop());
  const problem = async (location: string, env: Record<string, string> = {}) => {
    const artifacts = await openArtifacts(location, { ...minio.env, ...env });
    return artifacts.check().then(
      () => assert.fail('all was well'),
      (error: Error & { code: string }) => error,
    );
  };

  it('is well where bucket and key are right', async () => {
    await (await openArtifacts('s3://here/prefix', minio.env)).check();
  });

  it('says that the bucket is missing, and how to make it', async () => {
    const { code, message } = await problem('s3://nowhere');
    assert.equal(code, 'RESOURCE_DOES_NOT_EXIST');
    assert.match(message, /bucket 'nowhere'.*http:\/\/127.*NoSuchBucket.*aws s3 mb s3:\/\/nowhere/);
  });

  it('says which key is wrong', async () => {
    const unknown = await problem('s3://here', { AWS_ACCESS_KEY_ID: 'nobody' });
    assert.equal(unknown.code, 'UNAUTHENTICATED');
    assert.match(unknown.message, /Check AWS_ACCESS_KEY_ID/);
    const wrong = await problem('s3://here', { AWS_SECRET_ACCESS_KEY: 'wrong' });
    assert.equal(wrong.code, 'UNAUTHENTICATED');
    assert.match(wrong.message, /Check AWS_SECRET_ACCESS_KEY/);
  });

  it('says that nobody listens', async () => {
    const { code, message } = await problem('s3://here', { MLFLOW_S3_ENDPOINT_URL: 'http://127.0.0.1:1' });
    assert.equal(code, 'TEMPORARILY_UNAVAILABLE');
    assert.match(message, /http:\/\/127.0.0.1:1 cannot be reached.*MLFLOW_S3_ENDPOINT_URL/);
  });

  it('says what an upload argument should be', async () => {
    const env = { ...minio.env, MLFLOW_S3_UPLOAD_EXTRA_ARGS: 'AES256' };
    await assert.rejects(openArtifacts('s3://here', env), /MLFLOW_S3_UPLOAD_EXTRA_ARGS.*AES256/);
    await assert.rejects(openArtifacts('s3://', minio.env), /s3:\/\/bucket\/prefix/);
    await assert.rejects(openArtifacts('gs://here', minio.env), { code: 'NOT_IMPLEMENTED' });
  });

  it('takes the credentials of the instance where no key is given', async () => {
    const instance = createServer((request, response) => {
      const { method, url } = request;
      if (method === 'PUT') return response.end('token');
      if (url?.endsWith('/security-credentials/')) return response.end('role');
      response.end(
        JSON.stringify({
          Code: 'Success',
          AccessKeyId: minio.accessKey,
          SecretAccessKey: minio.secretKey,
          Token: '',
          Expiration: new Date(Date.now() + 3_600_000).toISOString(),
        }),
      );
    });
    await new Promise<void>((resolve) => instance.listen(0, '127.0.0.1', resolve));
    const { port } = instance.address() as AddressInfo;
    process.env.AWS_EC2_METADATA_SERVICE_ENDPOINT = `http://127.0.0.1:${port}`;
    try {
      const env = { MLFLOW_S3_ENDPOINT_URL: minio.endpoint };
      await (await openArtifacts('s3://here', env)).check();
    } finally {
      delete process.env.AWS_EC2_METADATA_SERVICE_ENDPOINT;
      instance.close();
    }
  });

  it('takes the credentials of a profile', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'orrery-aws-'));
    const file = join(folder, 'credentials');
    const keys = `aws_access_key_id = ${minio.accessKey}\naws_secret_access_key = ${minio.secretKey}\n`;
    writeFileSync(file, `[default]\naws_access_key_id = nobody\naws_secret_access_key = x\n[lab]\n${keys}`);
    process.env.AWS_SHARED_CREDENTIALS_FILE = file;
    try {
      const env = { MLFLOW_S3_ENDPOINT_URL: minio.endpoint };
      await (await openArtifacts('s3://here', { ...env, AWS_PROFILE: 'lab' })).check();
      await assert.rejects((await openArtifacts('s3://here', env)).check(), { code: 'UNAUTHENTICATED' });
    } finally {
      delete process.env.AWS_SHARED_CREDENTIALS_FILE;
      rmSync(folder, { recursive: true });
    }
  });

  it('signs uploads and downloads that clients make themselves', async () => {
    const artifacts = await openArtifacts('s3://here/run', minio.env);
    assert.ok(artifacts.direct);
    const up = await artifacts.direct.signUpload('plot.png', 60);
    assert.deepEqual(up.headers, { 'Content-Type': 'image/png' });
    assert.equal((await fetch(up.url, { method: 'PUT', headers: up.headers, body: 'pixels' })).status, 200);
    const down = await artifacts.direct.signDownload('plot.png', 60);
    const answer = await fetch(down.url);
    assert.equal(await answer.text(), 'pixels');
    assert.equal(down.size, 6);
    assert.equal(answer.headers.get('content-disposition'), 'attachment; filename="plot.png"');
    assert.equal(answer.headers.get('content-type'), 'image/png');
    await assert.rejects(artifacts.direct.signDownload('none', 60), { code: 'RESOURCE_DOES_NOT_EXIST' });
  });

  it('signs nothing where clients do not reach it', async () => {
    const artifacts = await openArtifacts('s3://here/run', {
      ...minio.env,
      ORRERY_DIRECT_ARTIFACTS: 'false',
    });
    assert.equal(artifacts.direct, undefined);
    await artifacts.check();
  });

  it('takes an upload in parts, or forgets it', async () => {
    const artifacts = await openArtifacts('s3://here/run', minio.env);
    assert.ok(artifacts.direct);
    const { uploadId, urls } = await artifacts.direct.createUpload('weights', 2);
    const bodies = ['a'.repeat(5 * 1024 * 1024), 'end'];
    const parts = await Promise.all(
      urls.map(async (url, index) => {
        const answer = await fetch(url, { method: 'PUT', body: bodies[index] as string });
        return { partNumber: index + 1, etag: answer.headers.get('etag') ?? '' };
      }),
    );
    assert.deepEqual(await artifacts.list(''), [{ path: 'plot.png', isDir: false, size: 6 }]);
    await artifacts.direct.completeUpload('weights', uploadId, parts);
    assert.equal(await text(await (await artifacts.open('weights')).read()), bodies.join(''));

    const second = await artifacts.direct.createUpload('other', 1);
    await artifacts.direct.abortUpload('other', second.uploadId);
    await assert.rejects(artifacts.direct.completeUpload('other', second.uploadId, parts), {
      code: 'RESOURCE_DOES_NOT_EXIST',
    });
  });

  it('lists and deletes more than one page of keys', async () => {
    const artifacts = await openArtifacts('s3://here/many', minio.env);
    const names = Array.from({ length: 1100 }, (_, index) => `f${String(index).padStart(4, '0')}`);
    for (let at = 0; at < names.length; at += 200)
      await Promise.all(names.slice(at, at + 200).map((name) => artifacts.write(name, Readable.from(['x']))));
    assert.deepEqual(
      (await artifacts.list('')).map(({ path }) => path),
      names,
    );
    await artifacts.delete('');
    assert.deepEqual(await artifacts.list(''), []);
    await (await openArtifacts('s3://here/run', minio.env)).open('plot.png');
  });
});
