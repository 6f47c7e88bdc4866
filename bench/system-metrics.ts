/**
 * What sampling this machine costs.
 *
 *     node bench/system-metrics.ts [SECONDS]
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { SAMPLE_MS } from '../packages/runner/src/sampling.ts';
import { SystemSampler } from '../packages/runner/src/system-metrics.ts';

const seconds = Number(process.argv[2] ?? 60);
const sampler = new SystemSampler('/', SAMPLE_MS / 1000);
sampler.sample();
const before = process.cpuUsage();
const started = performance.now();
let samples = 0;
for (; performance.now() - started < seconds * 1000; samples++) {
  await sleep(SAMPLE_MS);
  sampler.sample();
}
const { user, system } = process.cpuUsage(before);
const elapsed = performance.now() - started;
sampler.close();
const milliseconds = (user + system) / 1000;
console.log(
  `${samples} samples in ${(elapsed / 1000).toFixed(0)} s: ${(milliseconds / samples).toFixed(2)} ms of processor ` +
    `time each, ${((100 * milliseconds) / elapsed).toFixed(3)} % of a core`,
);
