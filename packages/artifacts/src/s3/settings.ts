import { Agent } from 'node:https';
import type { PutObjectCommandInput, S3ClientConfig } from '@aws-sdk/client-s3';
import { invalid } from '@orrery/core';

type Environment = Readonly<Record<string, string | undefined>>;

const CONNECTION_TIMEOUT_MS = 5_000;

/** What MLflow's and Amazon's variables say about reaching S3. */
export interface S3Settings {
  client: S3ClientConfig;
  /** Shown in errors; null for Amazon's own. */
  endpoint: string | null;
  /** Of every request, `MLFLOW_S3_EXPECTED_BUCKET_OWNER`. */
  owner: { ExpectedBucketOwner?: string };
  /** Whether clients reach the storage themselves, so that they may be given URLs of it. */
  isDirect: boolean;
  /** Of every upload, `MLFLOW_S3_UPLOAD_EXTRA_ARGS`. */
  upload: Partial<PutObjectCommandInput>;
}

/**
 * Reads `MLFLOW_S3_ENDPOINT_URL`, `AWS_*`, MLflow's other variables for S3, and `ORRERY_DIRECT_ARTIFACTS`. Without keys among them the SDK
 * looks for credentials where Amazon's tools do: profiles, containers, the instance.
 */
export function s3Settings(env: Environment = process.env): S3Settings {
  const endpoint = env.MLFLOW_S3_ENDPOINT_URL || env.AWS_ENDPOINT_URL_S3 || env.AWS_ENDPOINT_URL || null;
  const style = env.MLFLOW_BOTO_CLIENT_ADDRESSING_STYLE || 'auto';
  const ignoreTls = /^(true|1)$/i.test(env.MLFLOW_S3_IGNORE_TLS ?? '');
  const owner = env.MLFLOW_S3_EXPECTED_BUCKET_OWNER;
  return {
    client: {
      region: env.AWS_REGION || env.AWS_DEFAULT_REGION || 'us-east-1',
      followRegionRedirects: true,
      forcePathStyle: style === 'path' || (style === 'auto' && endpoint !== null),
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      requestHandler: {
        connectionTimeout: CONNECTION_TIMEOUT_MS,
        ...(ignoreTls ? { httpsAgent: new Agent({ keepAlive: true, rejectUnauthorized: false }) } : {}),
      },
      ...(endpoint === null ? {} : { endpoint }),
      ...credentials(env),
      ...(env.AWS_PROFILE ? { profile: env.AWS_PROFILE } : {}),
    },
    endpoint,
    isDirect: !/^(false|0)$/i.test(env.ORRERY_DIRECT_ARTIFACTS ?? ''),
    owner: owner ? { ExpectedBucketOwner: owner } : {},
    upload: uploadArguments(env.MLFLOW_S3_UPLOAD_EXTRA_ARGS),
  };
}

function credentials(env: Environment): Pick<S3ClientConfig, 'credentials'> {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = env;
  if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) return {};
  return {
    credentials: {
      accessKeyId: AWS_ACCESS_KEY_ID,
      secretAccessKey: AWS_SECRET_ACCESS_KEY,
      ...(AWS_SESSION_TOKEN ? { sessionToken: AWS_SESSION_TOKEN } : {}),
    },
  };
}

function uploadArguments(json = ''): Partial<PutObjectCommandInput> {
  if (json === '') return {};
  try {
    const given: unknown = JSON.parse(json);
    if (typeof given === 'object' && given !== null && !Array.isArray(given)) return given;
  } catch {
    // Told below, as for JSON that is no object.
  }
  const example = '{"ServerSideEncryption": "AES256"}';
  throw invalid(`MLFLOW_S3_UPLOAD_EXTRA_ARGS is no JSON object, e.g. ${example}: ${json}`);
}
