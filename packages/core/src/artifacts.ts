/** A file or folder of a run; `path` is relative to the run's artifact root, with `/`. */
export interface ArtifactInfo {
  path: string;
  isDir: boolean;
  /** In bytes; absent for folders. */
  size?: number;
}
