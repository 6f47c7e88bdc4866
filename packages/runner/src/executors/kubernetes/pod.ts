import type { V1Container, V1PodTemplateSpec, V1Volume, V1VolumeMount } from '@kubernetes/client-node';
import { containerEnvironment } from '../environment.ts';
import type { ContainerSpec, ExecutorJob, Resources } from '../executor.ts';
import type { KubernetesSettings } from './settings.ts';

/** What a pod gets its files by. */
export interface PodFiles {
  volumes: V1Volume[];
  /** Of `/input` and `/output`. */
  mounts: V1VolumeMount[];
  /** What brings and fetches them beside the job. */
  carriers: V1Container[];
  /** `uid:gid` where the model names none; null for the image's own. */
  user: string | null;
  /** Seconds that the pod may take to end. */
  graceSeconds: number;
  /** Seconds that it may take where it is cancelled: the job gets SIGTERM at their begin and SIGKILL at their end. */
  cancelSeconds: number;
}

/**
 * The pod of a job.
 *
 * @param container the name of the job's container
 * @param host what this machine is called from inside
 */
export function podTemplate(
  job: ExecutorJob & { kubernetes: KubernetesSettings },
  files: PodFiles,
  labels: Record<string, string>,
  container: string,
  host: string,
): V1PodTemplateSpec {
  const spec = job.model.container as ContainerSpec;
  const { service_account, node_selector, image_pull_policy, tracking_uri } = job.kubernetes;
  const environment = containerEnvironment(
    { ...job.environment, ...(tracking_uri && { MLFLOW_TRACKING_URI: tracking_uri }) },
    host,
  );
  return {
    metadata: { labels },
    spec: {
      restartPolicy: 'Never',
      terminationGracePeriodSeconds: files.graceSeconds,
      // Variables of every Service of the namespace could hide the job's own.
      enableServiceLinks: false,
      automountServiceAccountToken: service_account !== null,
      ...(service_account && { serviceAccountName: service_account }),
      ...(Object.keys(node_selector).length > 0 && { nodeSelector: node_selector }),
      volumes: files.volumes,
      initContainers: files.carriers,
      containers: [
        {
          name: container,
          image: spec.image,
          ...(image_pull_policy && { imagePullPolicy: image_pull_policy }),
          ...startOf(spec, job.model.command),
          env: Object.entries(environment).map(([name, value]) => ({ name, value })),
          volumeMounts: files.mounts,
          resources: resourcesOf(job.resources),
          securityContext: securityOf(spec.user ?? files.user),
        },
      ],
    },
  };
}

/** A command takes the place of the image's own, or goes to the entry point that the model names. */
function startOf({ entrypoint }: ContainerSpec, command: string[] | null) {
  if (!entrypoint) return command ? { command } : {};
  return { command: entrypoint, ...(command && { args: command }) };
}

/** Limits, which stand for the requests too: a job gets what it may use. */
function resourcesOf({ memory, cpus, gpus }: Resources) {
  return {
    limits: {
      ...(memory !== null && { memory: String(memory) }),
      ...(cpus !== null && { cpu: String(cpus) }),
      ...(gpus > 0 && { 'nvidia.com/gpu': String(gpus) }),
    },
  };
}

function securityOf(user: string | null) {
  if (user === null) return {};
  const [uid, gid] = user.split(':').map(Number);
  return { runAsUser: uid as number, ...(gid !== undefined && { runAsGroup: gid }) };
}
