import { VersionApi } from '@kubernetes/client-node';
import { Cluster, explain } from './cluster.ts';

/** Says which cluster the kubeconfig leads to, and whether jobs may be made in it. @throws Error that says why not */
export async function describeCluster(): Promise<string> {
  const cluster = new Cluster({ context: null, namespace: null });
  const version = await cluster.config
    .makeApiClient(VersionApi)
    .getCode()
    .catch((error: unknown) => {
      throw new Error(`${cluster.server.origin} does not answer: ${explain(error)}`);
    });
  return `${cluster.server.origin} answers, Kubernetes ${version.gitVersion}, namespace ${cluster.namespace}`;
}
