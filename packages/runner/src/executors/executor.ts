export interface ExecutorJob {
  command: string[];
  /** The model's folder, in which the command starts. */
  workingDirectory: string;
  /** The job's folder; both outputs of the command go to `container.log` there. */
  output: string;
  environment: Record<string, string>;
}

export interface Exit {
  /** Null where a signal ended the process. */
  code: number | null;
  signal: string | null;
  /** What kept it from starting. */
  error?: string;
}

export interface RunningJob {
  exited: Promise<Exit>;
  /**
   * Asks the job to end, then makes it: a `stop.json` in its folder, a grace, SIGTERM, another grace, SIGKILL.
   *
   * @param graceMs how long it may end by itself; 0 sends SIGTERM at once
   */
  stop(reason: string, graceMs: number): Promise<void>;
}

/** Runs jobs somewhere. */
export interface Executor {
  readonly name: string;
  start(job: ExecutorJob): RunningJob;
}
