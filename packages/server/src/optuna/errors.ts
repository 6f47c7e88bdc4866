import { type ServiceError, status } from '@grpc/grpc-js';
import { type ErrorCode, OrreryError } from '@orrery/core';

/** What Optuna's client turns into KeyError, DuplicatedStudyError, UpdateFinishedTrialError and ValueError. */
const CODES: Partial<Record<ErrorCode, status>> = {
  RESOURCE_DOES_NOT_EXIST: status.NOT_FOUND,
  RESOURCE_ALREADY_EXISTS: status.ALREADY_EXISTS,
  INVALID_STATE: status.FAILED_PRECONDITION,
  INVALID_PARAMETER_VALUE: status.INVALID_ARGUMENT,
  TEMPORARILY_UNAVAILABLE: status.UNAVAILABLE,
  RESOURCE_EXHAUSTED: status.RESOURCE_EXHAUSTED,
  REQUEST_LIMIT_EXCEEDED: status.RESOURCE_EXHAUSTED,
  UNAUTHENTICATED: status.UNAUTHENTICATED,
  PERMISSION_DENIED: status.PERMISSION_DENIED,
};

/** An error as a call ends with it; what nobody foresaw is UNKNOWN, as Python's servers say. */
export function asServiceError(error: unknown): Partial<ServiceError> {
  const { message } = error as Error;
  const code = error instanceof OrreryError ? CODES[error.code] : undefined;
  return { code: code ?? status.UNKNOWN, details: message };
}
