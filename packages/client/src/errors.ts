/** The tracking server understood the request and refused it. */
export class TrackingError extends Error {
  readonly status: number;
  /** MLflow's name of the error, e.g. RESOURCE_DOES_NOT_EXIST. */
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = 'TrackingError';
    this.status = status;
    this.code = code;
  }
}

/** The tracking server did not answer, or is in trouble; the same request may succeed later. */
export class UnreachableError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'UnreachableError';
  }
}
