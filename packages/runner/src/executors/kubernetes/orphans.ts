import type { KubernetesObject } from '@kubernetes/client-node';
import { isNamedAlive } from '../../alive.ts';
import { Cluster } from './cluster.ts';
import { LABELS, labelsOfStore, selector } from './labels.ts';
import { PYTORCH_JOBS } from './owner.ts';
import type { KubernetesSettings } from './settings.ts';

interface Finished {
  completionTime?: string;
  conditions?: { type: string; status: string }[];
}

/**
 * Deletes the jobs of orchestrators of this machine and store that are dead: nobody waits for what they do. Their runs
 * are closed by the server, which hears nothing of them. Finished jobs stay until their time is over.
 *
 * @returns the runs that they were of
 */
export async function stopOrphans(
  storeDir: string,
  place: Pick<KubernetesSettings, 'context' | 'namespace'>,
): Promise<string[]> {
  const { batch, custom, namespace } = new Cluster(place);
  const labelSelector = selector(labelsOfStore(storeDir));
  const jobs = (await batch.listNamespacedJob({ namespace, labelSelector })).items;
  const listed = await custom
    .listNamespacedCustomObject({ ...PYTORCH_JOBS, namespace, labelSelector })
    .catch(() => ({ items: [] }));
  const sets = (listed as { items: KubernetesObject[] }).items;
  const options = { namespace, propagationPolicy: 'Background' };
  const [orphans, orphanSets] = [jobs.filter(isOrphan), sets.filter(isOrphan)];
  await Promise.all([
    ...orphans.map((job) => batch.deleteNamespacedJob({ ...options, name: nameOf(job) })),
    ...orphanSets.map((set) =>
      custom.deleteNamespacedCustomObject({ ...PYTORCH_JOBS, ...options, name: nameOf(set) }),
    ),
  ]);
  return [...orphans, ...orphanSets].map(({ metadata }) => metadata?.labels?.[LABELS.run] ?? '');
}

function isOrphan({ metadata, ...object }: KubernetesObject): boolean {
  const { status } = object as { status?: Finished };
  const isFinished = status?.conditions?.some(
    (condition) =>
      ['Complete', 'Succeeded', 'Failed'].includes(condition.type) && condition.status === 'True',
  );
  return !isFinished && !isNamedAlive(metadata?.labels?.[LABELS.process]);
}

function nameOf({ metadata }: KubernetesObject): string {
  return metadata?.name ?? '';
}
