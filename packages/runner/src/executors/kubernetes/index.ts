export { KubernetesExecutor } from './kubernetes.ts';
export { stopOrphans } from './orphans.ts';
export { describeCluster } from './reach.ts';
