import { type ErrorCode, OrreryError } from '@orrery/core';

interface S3Failure extends Error {
  code?: string;
  errno?: number;
  $metadata?: { httpStatusCode?: number };
}

const CODES: Record<string, ErrorCode> = {
  AccessDenied: 'PERMISSION_DENIED',
  Forbidden: 'PERMISSION_DENIED',
  NoSuchBucket: 'RESOURCE_DOES_NOT_EXIST',
  NoSuchKey: 'RESOURCE_DOES_NOT_EXIST',
  NoSuchUpload: 'RESOURCE_DOES_NOT_EXIST',
  NotFound: 'RESOURCE_DOES_NOT_EXIST',
  InvalidPart: 'INVALID_PARAMETER_VALUE',
  InvalidPartOrder: 'INVALID_PARAMETER_VALUE',
  EntityTooSmall: 'INVALID_PARAMETER_VALUE',
  PreconditionFailed: 'TEMPORARILY_UNAVAILABLE',
  InvalidAccessKeyId: 'UNAUTHENTICATED',
  SignatureDoesNotMatch: 'UNAUTHENTICATED',
  CredentialsProviderError: 'UNAUTHENTICATED',
  SlowDown: 'TEMPORARILY_UNAVAILABLE',
  TimeoutError: 'TEMPORARILY_UNAVAILABLE',
};

/**
 * What S3 or the way to it answered, told in our words.
 *
 * @param endpoint null for Amazon's own
 */
function s3Error(error: unknown, doing: string, place: { bucket: string; endpoint: string | null }): Error {
  const failure = error as S3Failure;
  const ofS3 = failure.$metadata ?? failure.code ?? CODES[failure.name];
  if (error instanceof OrreryError || !ofS3) return failure;
  const where = place.endpoint ?? 'Amazon S3';
  const unreachable = failure.code !== undefined && failure.$metadata?.httpStatusCode === undefined;
  const code = unreachable ? 'TEMPORARILY_UNAVAILABLE' : (CODES[failure.name] ?? 'INTERNAL_ERROR');
  const what = unreachable
    ? `${where} cannot be reached (${failure.code})`
    : `${where} says ${failure.name}: ${failure.message.trim().replace(/\.?$/, '.')}`;
  return new OrreryError(
    code,
    `Cannot ${doing} in bucket '${place.bucket}': ${what}${advice(failure, place)}`,
    {
      cause: error,
    },
  );
}

/** Does some work on a bucket; what goes wrong is told in our words. */
export async function onBucket<T>(
  place: { bucket: string; endpoint: string | null },
  doing: string,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw s3Error(error, doing, place);
  }
}

function advice({ name, code }: S3Failure, { bucket }: { bucket: string }): string {
  if (name === 'NoSuchBucket') return ` Create it (e.g. aws s3 mb s3://${bucket}) or name another.`;
  if (name === 'InvalidAccessKeyId') return ' Check AWS_ACCESS_KEY_ID.';
  if (name === 'SignatureDoesNotMatch') return ' Check AWS_SECRET_ACCESS_KEY.';
  if (name === 'AccessDenied') return ' Give this key leave to list, read, write and delete there.';
  if (name === 'CredentialsProviderError')
    return ' Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or a profile or role.';
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'ETIMEDOUT')
    return '. Check MLFLOW_S3_ENDPOINT_URL and the network.';
  return '';
}
