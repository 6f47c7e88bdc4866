import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SLOTS = 250;
const TAKEN = 3;
const script = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** Builds what a cluster needs, once; returns why there can be none here, or null. */
export function whyNoCluster(): string | null {
  const built = spawnSync(script('build'), { encoding: 'utf8' });
  if (built.status === 0) return null;
  return `no Kubernetes here: ${built.stderr?.trim().split('\n').at(-1) || built.error?.message}`;
}

/** A Kubernetes of one node, which goes down with this process at the latest. */
export class TestCluster {
  readonly kubeconfig: string;
  /** The interface on which this machine is seen from the cluster, and the address. */
  readonly bridge: string;
  readonly hostAddress: string;
  readonly #folder: string;
  readonly #env: NodeJS.ProcessEnv;
  readonly #kubectl: string;

  private constructor(folder: string, env: NodeJS.ProcessEnv, kubeconfig: string) {
    this.#folder = folder;
    this.#env = env;
    this.kubeconfig = kubeconfig;
    this.bridge = readFileSync(join(folder, 'net'), 'utf8').trim();
    this.hostAddress = `10.85.${env.ORRERY_K8S_SLOT}.1`;
    this.#kubectl = join(execFileSync(script('build'), { encoding: 'utf8' }).trim(), 'kubectl');
  }

  static start(): TestCluster {
    const folder = mkdtempSync(join(tmpdir(), 'orrery-k8s-'));
    for (let slot = 1; slot <= SLOTS; slot++) {
      const env = {
        ...process.env,
        ORRERY_K8S_DIR: folder,
        ORRERY_K8S_SLOT: String(slot),
        ORRERY_K8S_OWNER: String(process.pid),
      };
      if (existsSync(`/run/netns/orrery-k8s${slot}`)) continue;
      const up = spawnSync(script('up'), { encoding: 'utf8', env });
      if (up.status === TAKEN) continue;
      if (up.status === 0) return new TestCluster(folder, env, up.stdout.trim());
      spawnSync(script('down'), { env });
      throw new Error(`the cluster did not come up: ${up.stderr}`);
    }
    rmSync(folder, { recursive: true });
    throw new Error(`${SLOTS} clusters run already`);
  }

  kubectl(...args: string[]): string {
    return execFileSync(this.#kubectl, args, {
      encoding: 'utf8',
      env: { ...process.env, KUBECONFIG: this.kubeconfig },
    }).trim();
  }

  /** Makes objects of a manifest in YAML or JSON. */
  apply(manifest: string | object): void {
    execFileSync(this.#kubectl, ['apply', '-f', '-'], {
      input: typeof manifest === 'string' ? manifest : JSON.stringify(manifest),
      env: { ...process.env, KUBECONFIG: this.kubeconfig },
    });
  }

  /** @param command that the image starts with; its shell without one */
  loadImage(name: string, folder: string, ...command: string[]): void {
    execFileSync(script('load-image'), [name, folder, ...command], {
      env: this.#env,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  }

  stop(): void {
    spawnSync(script('down'), { env: this.#env });
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
