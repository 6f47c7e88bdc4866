export { DockerExecutor } from './docker.ts';
export { stopOrphans } from './orphans.ts';
