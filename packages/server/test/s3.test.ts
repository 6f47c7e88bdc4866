import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { TrackingClient } from '@orrery/client';
import { type MinioServer, startMinio } from '../../../scripts/minio.ts';
import { askOracle, oraclePython } from '../../../scripts/oracle.ts';
import { rootProblem } from '../src/artifacts/places.ts';
import { removeFolder, startMlflow, startOrrery, type TestServer } from './servers.ts';

const SCENARIO = fileURLToPath(new URL('../../../e2e/clients/artifacts.py', import.meta.url));

/** Every object of a bucket as boto3 sees it, by key. */
const OBJECTS = `
import boto3, json, os, sys
bucket = json.load(sys.stdin)
s3 = boto3.client("s3", endpoint_url=os.environ["MLFLOW_S3_ENDPOINT_URL"])
found = {}
for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket):
    for item in page.get("Contents", []):
        head = s3.head_object(Bucket=bucket, Key=item["Key"])
        found[item["Key"]] = [item["Size"], head["ContentType"], head.get("ContentEncoding")]
uploads = s3.list_multipart_uploads(Bucket=bucket).get("Uploads", [])
print(json.dumps({"objects": found, "uploads": len(uploads)}))
`;

interface Bucket {
  objects: Record<string, [size: number, type: string, encoding: string | null]>;
  uploads: number;
}

describe('a server whose artifacts are in S3', () => {
  let minio: MinioServer;
  const servers: TestServer[] = [];
  before(async () => {
    minio = await startMinio();
    Object.assign(process.env, minio.env);
  });
  after(async () => {
    for (const server of servers) {
      await server.stop();
      removeFolder(server.folder);
    }
    for (const name of Object.keys(minio.env)) delete process.env[name];
    await minio.stop();
  });
  const start = async (kind: typeof startOrrery, place: Parameters<typeof startOrrery>[0]) => {
    const server = await kind({ ...place, env: minio.env });
    servers.push(server);
    return server;
  };
  const runClient = async (server: TestServer, env: Record<string, string> = {}) => {
    const { stdout } = await promisify(execFile)(oraclePython(), ['-W', 'ignore', SCENARIO], {
      cwd: mkdtempSync(join(tmpdir(), 'orrery-client-')),
      env: { ...process.env, MLFLOW_TRACKING_URI: server.url, MLFLOW_DISABLE_TELEMETRY: 'true', ...env },
    });
    return stdout.trim().split('\n').at(-1) as string;
  };
  /** What a client's run left in a bucket, under the keys that MLflow's layout gives. */
  const left = (bucket: string, runId: string): Bucket => {
    const { objects, uploads } = askOracle<Bucket>(OBJECTS, bucket);
    const named = Object.entries(objects).map(([key, value]) => [key.replace(runId, 'RUN'), value]);
    return { objects: Object.fromEntries(named), uploads };
  };

  /** What a server signs for those who go past it: names and kinds of values, and where the URLs lead. */
  const signs = async (server: TestServer, runId: string) => {
    const folder = `0/${runId}/artifacts`;
    const ask = async (method: string, path: string, body?: object) => {
      const answer = await fetch(`${server.url}/api/2.0/mlflow-artifacts/${path}`, {
        method,
        ...(body ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } : {}),
      });
      return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
    };
    const shown = (value: unknown): unknown => {
      if (typeof value === 'string' && value.startsWith('http')) {
        const { pathname, searchParams } = new URL(value);
        const part = searchParams.get('partNumber');
        return [pathname.replace(/^\/(theirs|ours)/, '').replace(runId, 'RUN'), part];
      }
      if (Array.isArray(value)) return value.map(shown);
      if (typeof value !== 'object' || value === null) return typeof value;
      return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, shown(each)]));
    };
    const created = await ask('POST', `mpu/create/${folder}`, { path: '/home/me/raw.bin', num_parts: 2 });
    const upload = { path: 'raw.bin', upload_id: created.body.upload_id };
    return [
      created.status,
      shown(created.body),
      await ask('POST', `mpu/abort/${folder}`, upload),
      shown(await ask('GET', `presigned/${folder}/all/table.csv`)),
      (await ask('GET', `presigned/${folder}/none`)).status,
    ];
  };

  it('leaves in the bucket what mlflow server would have left', async () => {
    const destinations = ['theirs', 'ours'].map((name) => `${minio.bucket(name)}/some/prefix`);
    const [theirs, ours] = await Promise.all([
      start(startMlflow, { artifactsDestination: destinations[0] }),
      start(startOrrery, { artifactsDestination: destinations[1] }),
    ]);
    const runs = [await runClient(theirs, { DELETES: '1' }), await runClient(ours, { DELETES: '1' })];
    const [real, own] = [left('theirs', runs[0] as string), left('ours', runs[1] as string)];
    assert.deepEqual(own, real);
    const signed = await Promise.all(
      [theirs, ours].map((server, index) => signs(server, runs[index] as string)),
    );
    assert.deepEqual(signed[1], signed[0]);
    assert.ok('some/prefix/0/RUN/artifacts/all/deep/plot.png' in own.objects);
    assert.equal(own.uploads, 0);
  });

  it('takes large files in parts that go past it', async () => {
    const ours = await start(startOrrery, { artifactsDestination: minio.bucket('parts') });
    const runId = await runClient(ours, {
      READS_GZIP: '1',
      MLFLOW_ENABLE_PROXY_MULTIPART_UPLOAD: 'true',
      MLFLOW_ENABLE_PROXY_MULTIPART_DOWNLOAD: 'true',
      MLFLOW_MULTIPART_UPLOAD_MINIMUM_FILE_SIZE: String(6 * 1024 * 1024),
      MLFLOW_MULTIPART_UPLOAD_CHUNK_SIZE: String(5 * 1024 * 1024),
      MLFLOW_MULTIPART_DOWNLOAD_MINIMUM_FILE_SIZE: String(6 * 1024 * 1024),
    });
    const { objects } = left('parts', runId);
    assert.equal(objects['0/RUN/artifacts/all/large.bin']?.[0], 12 * 1024 * 1024 + 3);
    const info = await (await fetch(`${ours.url}/api/3.0/mlflow/server-info`)).json();
    assert.equal((info as Record<string, unknown>).multipart_uploads_enabled, true);
  });

  it('serves what clients wrote to the bucket themselves', async () => {
    const root = `${minio.bucket('direct')}/root`;
    const ours = await start(startOrrery, { defaultArtifactRoot: root, serveArtifacts: false });
    const runId = await runClient(ours);
    const get = async (path: string) => (await fetch(ours.url + path)).json();
    const { root_uri, files } = (await get(`/api/2.0/mlflow/artifacts/list?run_id=${runId}&path=all`)) as {
      root_uri: string;
      files: { path: string }[];
    };
    assert.equal(root_uri, `${root}/0/${runId}/artifacts`);
    assert.deepEqual(
      files.map(({ path }) => path),
      ['deep', 'large.bin', 'noname', 'table.csv'].map((name) => `all/${name}`),
    );
    const file = await fetch(`${ours.url}/get-artifact?run_id=${runId}&path=table.csv`);
    assert.equal(await file.text(), 'a,b\n1,2\n');
    const post = async (path: string, body: object) => {
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(`${ours.url}/api/2.0/mlflow/artifacts/${path}`, {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
      });
      return (await answer.json()) as {
        presigned_url: string;
        headers: Record<string, string>;
        file_size: number;
      };
    };
    const up = await post('presigned-upload-url', { run_id: runId, path: 'signed.txt' });
    await fetch(up.presigned_url, { method: 'PUT', headers: up.headers, body: 'signed' });
    const down = await post('presigned-download-url', { run_id: runId, path: 'signed.txt' });
    assert.equal(await (await fetch(down.presigned_url)).text(), 'signed');
    assert.equal(down.file_size, 6);
    const own = join(ours.folder, 'job.txt');
    writeFileSync(own, 'by a job');
    await new TrackingClient(ours.url).uploadArtifact({ runId, artifactUri: root_uri }, 'deep/job.txt', own);
    const uploaded = await fetch(`${ours.url}/get-artifact?run_id=${runId}&path=deep/job.txt`);
    assert.equal(await uploaded.text(), 'by a job');
    const zip = await fetch(`${ours.url}/api/artifacts/zip?run_id=${runId}&path=all`);
    const bytes = (await zip.arrayBuffer()).byteLength;
    assert.equal(String(bytes), zip.headers.get('content-length'));
    assert.ok(bytes > 12 * 1024 * 1024);
  });

  it('does not start without its bucket, and says why', async () => {
    await assert.rejects(
      startOrrery({ artifactsDestination: 's3://missing', env: minio.env }),
      /NoSuchBucket.*Create it/,
    );
    const env = { ...minio.env, AWS_SECRET_ACCESS_KEY: 'wrong' };
    await assert.rejects(startOrrery({ artifactsDestination: 's3://ours', env }), /AWS_SECRET_ACCESS_KEY/);
  });

  it('starts without the bucket of its clients, and says so', async () => {
    const place = { artifactRoot: 's3://missing/root', env: minio.env };
    assert.match((await rootProblem(place)) ?? '', /NoSuchBucket.*Create it.*shows no artifacts/);
    assert.equal(await rootProblem({ ...place, artifactRoot: minio.bucket('clients') }), null);
    const start = { defaultArtifactRoot: 's3://missing/root', serveArtifacts: false, env: minio.env };
    await (await startOrrery(start)).stop();
  });
});
