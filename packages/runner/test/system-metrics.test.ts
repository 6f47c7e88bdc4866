import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { oraclePython } from '../../../scripts/oracle.ts';
import { SystemSampler } from '../src/system-metrics.ts';

/** Says what the real one says of two cards, one of which tells no power; `--loop` as it does. */
const NVIDIA_SMI = `#!/bin/sh
echo "$@" >> "$CALLS"
while :; do
  echo "0, 37, 2048, 16384, 71.50, 250.00"
  echo "1, 0, 5, 16384, [N/A], [N/A]"
  case "$*" in *--loop=*) sleep 0.1 ;; *) exit ;; esac
done
`;

describe('system metrics', () => {
  let folder: string;
  const path = process.env.PATH;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'orrery-system-'));
  });
  after(() => {
    process.env.PATH = path;
    rmSync(folder, { recursive: true });
  });

  it('have the names that mlflow gives them on this machine, and figures close to its own', async () => {
    const program = `
import json, time, mlflow
mlflow.set_tracking_uri("file://${folder}/mlruns")
mlflow.set_experiment("system")
mlflow.set_system_metrics_sampling_interval(0.2)
mlflow.set_system_metrics_samples_before_logging(1)
with mlflow.start_run(log_system_metrics=True) as run:
    time.sleep(2)
found = mlflow.get_run(run.info.run_id).data.metrics
print(json.dumps({key: value for key, value in found.items() if key.startswith("system/")}))`;
    const { stdout } = await promisify(execFile)(oraclePython(), ['-W', 'ignore', '-c', program], {
      cwd: folder,
      env: { ...process.env, MLFLOW_DISABLE_TELEMETRY: 'true', MLFLOW_ALLOW_FILE_STORE: 'true' },
    });
    const theirs = JSON.parse(stdout.trim().split('\n').at(-1) as string) as Record<string, number>;
    const sampler = new SystemSampler('/');
    await sleep(200);
    const ours = sampler.sample();
    sampler.close();
    assert.deepEqual(Object.keys(ours).sort(), Object.keys(theirs).sort());
    for (const name of ['disk_usage_percentage', 'system_memory_usage_percentage']) {
      const [one, other] = [ours[`system/${name}`] as number, theirs[`system/${name}`] as number];
      assert.ok(Math.abs(one - other) < 25, `${name}: ${one}, and mlflow says ${other}`);
    }
    const cpu = ours['system/cpu_utilization_percentage'] as number;
    assert.ok(cpu >= 0 && cpu <= 100, String(cpu));
  });

  it('tell of GPUs where nvidia-smi does, which is started once', async () => {
    const calls = join(folder, 'calls');
    writeFileSync(join(folder, 'nvidia-smi'), NVIDIA_SMI);
    chmodSync(join(folder, 'nvidia-smi'), 0o755);
    Object.assign(process.env, { PATH: `${folder}:${path}`, CALLS: calls });
    const sampler = new SystemSampler('/');
    let seen: Record<string, number> = {};
    for (let tries = 0; tries < 100 && seen['system/gpu_1_utilization_percentage'] === undefined; tries++) {
      await sleep(50);
      seen = sampler.sample();
    }
    sampler.close();
    const gpus = Object.fromEntries(Object.entries(seen).filter(([name]) => name.includes('gpu')));
    assert.deepEqual(gpus, {
      'system/gpu_0_utilization_percentage': 37,
      'system/gpu_0_memory_usage_megabytes': 2147.484,
      'system/gpu_0_memory_usage_percentage': 12.5,
      'system/gpu_0_power_usage_watts': 71.5,
      'system/gpu_0_power_usage_percentage': 28.6,
      'system/gpu_1_utilization_percentage': 0,
      'system/gpu_1_memory_usage_megabytes': 5.243,
      'system/gpu_1_memory_usage_percentage': 0.031,
    });
    assert.equal(readFileSync(calls, 'utf8').trim().split('\n').length, 1);
  });
});
