import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from './free-port.ts';

/** An S3 server of our own, in a folder that goes with it. */
export interface MinioServer {
  endpoint: string;
  accessKey: string;
  secretKey: string;
  /** What lets MLflow, boto3 and Orrery reach it. */
  env: Record<string, string>;
  /** Makes an empty bucket, and gives its URI. */
  bucket(name: string): string;
  stop(): Promise<void>;
}

/**
 * Starts a real MinIO; its buckets are folders of one drive.
 *
 * @param host the address that it listens on
 */
export async function startMinio(host = '127.0.0.1'): Promise<MinioServer> {
  const program =
    process.env.ORRERY_MINIO ??
    execFileSync(fileURLToPath(new URL('./minio', import.meta.url)), { encoding: 'utf8' }).trim();
  const folder = mkdtempSync(join(tmpdir(), 'orrery-minio-'));
  const port = await freePort();
  const [accessKey, secretKey] = ['orrery-tests', 'orrery-tests-secret'];
  const address = `${host}:${port}`;
  const child = spawn(program, ['server', folder, '--address', address, '--console-address', '127.0.0.1:0'], {
    env: { ...process.env, MINIO_ROOT_USER: accessKey, MINIO_ROOT_PASSWORD: secretKey, MINIO_BROWSER: 'off' },
    stdio: 'ignore',
  });
  const gone = new Promise((resolve) => child.once('exit', resolve));
  const endpoint = `http://${address}`;
  await untilHealthy(`${endpoint}/minio/health/live`, () => child.exitCode !== null);
  return {
    endpoint,
    accessKey,
    secretKey,
    env: {
      MLFLOW_S3_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: accessKey,
      AWS_SECRET_ACCESS_KEY: secretKey,
      AWS_DEFAULT_REGION: 'us-east-1',
    },
    bucket(name) {
      mkdirSync(join(folder, name));
      return `s3://${name}`;
    },
    async stop() {
      child.kill();
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function untilHealthy(url: string, died: () => boolean): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt++) {
    if (died()) break;
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) return;
    await setTimeout(100);
  }
  throw new Error(`MinIO did not start at ${url}`);
}
