import { type IncomingMessage, request as plainRequest } from 'node:http';
import { request } from 'node:https';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { BatchV1Api, CoreV1Api, CustomObjectsApi, KubeConfig } from '@kubernetes/client-node';
import type { KubernetesSettings } from './settings.ts';

const CONNECT_MS = 5000;
/** What the library assumes where it finds no kubeconfig. */
const NOWHERE = 'http://localhost:8080';

/** One namespace of one cluster, with the credentials of the kubeconfig, or of the pod that this process runs in. */
export class Cluster {
  readonly namespace: string;
  readonly config: KubeConfig;
  readonly core: CoreV1Api;
  readonly batch: BatchV1Api;
  readonly custom: CustomObjectsApi;

  /** @throws Error that says what is missing */
  constructor({ context, namespace }: Pick<KubernetesSettings, 'context' | 'namespace'>) {
    const config = new KubeConfig();
    config.loadFromDefault();
    if (context !== null) {
      if (!config.getContextObject(context)) {
        const known = config.contexts.map(({ name }) => name).join(', ') || 'none';
        throw new Error(`the kubeconfig has no context '${context}' (it has ${known})`);
      }
      config.setCurrentContext(context);
    }
    if ((config.getCurrentCluster()?.server ?? NOWHERE) === NOWHERE)
      throw new Error(
        'there is no kubeconfig with a current context. Set KUBECONFIG, or kubernetes.context.',
      );
    this.config = config;
    this.namespace = namespace ?? config.getContextObject(config.currentContext)?.namespace ?? 'default';
    this.core = config.makeApiClient(CoreV1Api);
    this.batch = config.makeApiClient(BatchV1Api);
    this.custom = config.makeApiClient(CustomObjectsApi);
  }

  get server(): URL {
    return new URL(this.config.getCurrentCluster()?.server ?? '');
  }

  /** The address from which this machine reaches the cluster, and at which the cluster so reaches this machine. */
  ownAddress(): Promise<string> {
    const { hostname, port, protocol } = this.server;
    const host = hostname.replace(/^\[|\]$/g, '');
    return new Promise((resolve, reject) => {
      const socket = connect({ host, port: Number(port) || (protocol === 'http:' ? 80 : 443) }, () => {
        const { localAddress = '', localFamily } = socket;
        resolve(localFamily === 'IPv6' ? `[${localAddress}]` : localAddress);
        socket.destroy();
      });
      socket.setTimeout(CONNECT_MS, () => socket.destroy(new Error('no answer')));
      socket.once('error', reject);
    });
  }

  /** Opens a path of the API as a stream. The library's own log stream ends the process where a connection breaks. */
  async open(path: string, query: Record<string, string> = {}): Promise<IncomingMessage> {
    const url = new URL(`${this.server.href.replace(/\/$/, '')}${path}?${new URLSearchParams(query)}`);
    const options = {};
    await this.config.applyToHTTPSOptions(options);
    return new Promise((resolve, reject) => {
      const ask = (url.protocol === 'http:' ? plainRequest : request)(url, options, resolve);
      ask.once('error', reject);
      ask.end();
    });
  }

  /** Reads an object that the library has no call for. @throws an error with the API's `code` and `body` */
  async read<T>(path: string): Promise<T> {
    const stream = await this.open(path);
    const body = await text(stream);
    if (stream.statusCode === 200) return JSON.parse(body) as T;
    throw Object.assign(new Error(`${path} answered ${stream.statusCode}`), {
      code: stream.statusCode,
      body,
    });
  }
}

/** What went wrong, in words of the API where it answered. */
export function explain(error: unknown): string {
  const { code, body, message } = error as { code?: unknown; body?: unknown; message?: string };
  if (typeof code === 'number') return messageOf(body) ?? `the cluster answered ${code}`;
  const cause = (error as { cause?: Error }).cause;
  return cause?.message ?? message ?? String(error);
}

/** Whether the API answered that there is no such thing. */
export function isMissing(error: unknown): boolean {
  return (error as { code?: unknown }).code === 404;
}

function messageOf(body: unknown): string | null {
  try {
    const status = (typeof body === 'string' ? JSON.parse(body) : body) as { message?: unknown };
    return typeof status?.message === 'string' && status.message !== '' ? status.message : null;
  } catch {
    return null;
  }
}
