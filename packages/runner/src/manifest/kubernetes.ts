import { relative, resolve } from 'node:path';
import type { DatasetEntry, ModelEntry } from '../catalog/entry.ts';
import type { ExecutorName, Resources } from '../executors/executor.ts';
import type { FileSettings, KubernetesSettings } from '../executors/kubernetes/settings.ts';
import type { JobEntry } from './manifest.ts';

const START_TIMEOUT_S = 600;
const CARRIER_IMAGE = 'curlimages/curl:8.11.1';

/** The `kubernetes` section, in globals and over them in a job. */
export interface KubernetesEntry {
  context?: string;
  namespace?: string;
  service_account?: string;
  node_selector?: Record<string, string>;
  image_pull_policy?: 'Always' | 'IfNotPresent' | 'Never';
  tracking_uri?: string;
  start_timeout?: number;
  files?: FilesEntry;
}

/** One of a claim, a folder of the nodes, and a bucket. */
interface FilesEntry {
  pvc?: string;
  at?: string;
  host_path?: string;
  s3?: string;
  image?: string;
}

const text = { type: 'string', minLength: 1 };

export const KUBERNETES_SCHEMA = {
  type: 'object',
  additionalProperties: false,
  properties: {
    context: text,
    namespace: text,
    service_account: text,
    node_selector: { type: 'object', additionalProperties: { type: 'string' } },
    image_pull_policy: { enum: ['Always', 'IfNotPresent', 'Never'] },
    tracking_uri: text,
    start_timeout: { type: 'number', exclusiveMinimum: 0 },
    files: {
      type: 'object',
      additionalProperties: false,
      properties: { pvc: text, at: text, host_path: text, s3: text, image: text },
    },
  },
};

/** Reads a section; `problem` says what is wrong with how its files travel. */
export function readKubernetes(entry: KubernetesEntry): {
  settings: KubernetesSettings | null;
  problem: string | null;
} {
  const files = readFiles(entry.files ?? {});
  if (typeof files === 'string') return { settings: null, problem: files };
  const settings = {
    context: entry.context ?? null,
    namespace: entry.namespace ?? null,
    service_account: entry.service_account ?? null,
    node_selector: entry.node_selector ?? {},
    image_pull_policy: entry.image_pull_policy ?? null,
    tracking_uri: entry.tracking_uri ?? null,
    start_timeout: entry.start_timeout ?? START_TIMEOUT_S,
    files,
  };
  return { settings, problem: null };
}

/** @returns what is wrong, as text */
function readFiles({ pvc, at, host_path, s3, image }: FilesEntry): FileSettings | string {
  if ([pvc, host_path, s3].filter((one) => one !== undefined).length !== 1) {
    const examples = '{ pvc: CLAIM, at: /data }, { host_path: /data } or { s3: s3://bucket/prefix }';
    return `kubernetes.files must say how input and output get to the pods and back, by one of ${examples}.`;
  }
  if (s3 !== undefined) {
    if (!/^s3:\/\/[^/]+/.test(s3)) return `kubernetes.files.s3: '${s3}' is no s3://bucket/prefix.`;
    return { kind: 's3', uri: s3, image: image ?? CARRIER_IMAGE };
  }
  if (pvc !== undefined && at === undefined)
    return `kubernetes.files.at must say where this machine has the volume of the claim '${pvc}'.`;
  return { kind: 'shared', claim: pvc ?? null, at: resolve(host_path ?? at ?? '') };
}

/** What keeps a job from the place where it is to run, by the field of the job that says so. */
export function placementProblems(job: {
  executor: ExecutorName;
  entry: Pick<JobEntry, 'replicas'>;
  model: ModelEntry;
  resources: Resources;
  kubernetes: ReturnType<typeof readKubernetes> | null;
  dataset: DatasetEntry | null;
}): Record<string, string> {
  const { executor, entry, model, resources, kubernetes, dataset } = job;
  if (!kubernetes) {
    const isOne = entry.replicas === 1;
    return isOne ? {} : { replicas: `replicas needs executor: kubernetes, and this job's is ${executor}.` };
  }
  const problems: Record<string, string> = {};
  if (resources.gpus < 0) problems.gpu = 'Kubernetes gives GPUs by number: write gpu: 1.';
  if (model.container?.network === 'none') {
    problems.executor = `${model.slug} asks for runtime.network: none, which Kubernetes does not promise; run it with docker.`;
  }
  if (model.container?.user && !/^\d+(:\d+)?$/.test(model.container.user))
    problems.executor = `${model.slug} names runtime.user '${model.container.user}'; Kubernetes needs numbers, uid:gid.`;
  if (kubernetes.problem) problems.kubernetes = kubernetes.problem;
  if (dataset?.isFileAlone)
    problems.dataset = `${dataset.slug} is a file that the manifest names; Kubernetes gets datasets of the catalog.`;
  const files = kubernetes.settings?.files;
  if (files?.kind === 'shared' && dataset && relative(files.at, dataset.folder).startsWith('..')) {
    problems.kubernetes = `${dataset.folder} is not below ${files.at}, the folder that kubernetes.files shares with the pods.`;
  }
  return problems;
}
