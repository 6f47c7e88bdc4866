/** Where a job on Kubernetes runs, and how its files get there; see docs/kubernetes.md. */
export interface KubernetesSettings {
  /** Of the kubeconfig; null for the current one. */
  context: string | null;
  /** Null for the context's own. */
  namespace: string | null;
  service_account: string | null;
  node_selector: Record<string, string>;
  image_pull_policy: 'Always' | 'IfNotPresent' | 'Never' | null;
  /** The tracking server as pods reach it; null where that follows from the address that this machine uses. */
  tracking_uri: string | null;
  /** Seconds that a job may wait for a place, or for its image. */
  start_timeout: number;
  files: FileSettings;
}

/** A folder that this machine and the pods share, or a bucket between them. */
export type FileSettings = SharedFolder | Bucket;

export interface SharedFolder {
  kind: 'shared';
  /** The claim of a volume; null for a folder of the nodes. */
  claim: string | null;
  /** Where this machine has it, and for a folder of the nodes where they have it. */
  at: string;
}

export interface Bucket {
  kind: 's3';
  /** `s3://bucket/prefix` */
  uri: string;
  /** An image with sh, tar and curl, which carries the files. */
  image: string;
}
