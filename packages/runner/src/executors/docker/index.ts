export { DockerExecutor, describeEngine } from './docker.ts';
export { stopOrphans } from './orphans.ts';
