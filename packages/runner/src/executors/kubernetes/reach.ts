import { AuthorizationV1Api, VersionApi } from '@kubernetes/client-node';
import { Cluster, explain } from './cluster.ts';

/** What an executor cannot do without: the Role of the Helm chart has these and more. */
const NEEDED = [
  { verb: 'create', group: 'batch', resource: 'jobs' },
  { verb: 'delete', group: 'batch', resource: 'jobs' },
  { verb: 'list', group: '', resource: 'pods' },
  { verb: 'get', group: '', resource: 'pods', subresource: 'log' },
];

/** Says which cluster the kubeconfig leads to, and whether jobs may be made in it. @throws Error that says why not */
export async function describeCluster(): Promise<string> {
  const cluster = new Cluster({ context: null, namespace: null });
  const version = await cluster.config
    .makeApiClient(VersionApi)
    .getCode()
    .catch((error: unknown) => {
      throw new Error(`${cluster.server.origin} does not answer: ${explain(error)}`);
    });
  const refused = await missingRights(cluster);
  if (refused.length > 0)
    throw new Error(
      `${cluster.server.origin} answers, but refuses in namespace ${cluster.namespace}: ${refused.join(', ')}. Jobs need the Role of deploy/kubernetes/orrery.yaml, bound to whom the kubeconfig signs in.`,
    );
  return `${cluster.server.origin} answers, Kubernetes ${version.gitVersion}, namespace ${cluster.namespace}`;
}

async function missingRights({ config, namespace }: Cluster): Promise<string[]> {
  const api = config.makeApiClient(AuthorizationV1Api);
  const asked = NEEDED.map(async (resourceAttributes) => {
    const { status } = await api.createSelfSubjectAccessReview({
      body: { spec: { resourceAttributes: { namespace, ...resourceAttributes } } },
    });
    const { verb, resource, subresource } = resourceAttributes;
    return status?.allowed ? [] : [`${verb} ${resource}${subresource ? `/${subresource}` : ''}`];
  });
  return (await Promise.all(asked)).flat();
}
