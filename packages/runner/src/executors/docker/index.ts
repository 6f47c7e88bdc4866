export { DockerExecutor, describeEngine } from './docker.ts';
export { orphansOf, stopOrphans } from './orphans.ts';
