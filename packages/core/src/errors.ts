/** Error codes of MLflow's `databricks.proto`, the ones Orrery answers with. */
export type ErrorCode =
  | 'INTERNAL_ERROR'
  | 'TEMPORARILY_UNAVAILABLE'
  | 'BAD_REQUEST'
  | 'INVALID_PARAMETER_VALUE'
  | 'ENDPOINT_NOT_FOUND'
  | 'INVALID_STATE'
  | 'PERMISSION_DENIED'
  | 'UNAUTHENTICATED'
  | 'REQUEST_LIMIT_EXCEEDED'
  | 'RESOURCE_ALREADY_EXISTS'
  | 'RESOURCE_DOES_NOT_EXIST'
  | 'RESOURCE_EXHAUSTED'
  | 'NOT_IMPLEMENTED';

/** An error with a code that every client understands; doors turn the code into their protocol's status. */
export class OrreryError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'OrreryError';
    this.code = code;
  }
}

/** Shorthand for the most common error: the caller sent something that cannot be. */
export function invalid(message: string): OrreryError {
  return new OrreryError('INVALID_PARAMETER_VALUE', message);
}
