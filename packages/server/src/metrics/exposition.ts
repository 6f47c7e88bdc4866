import type { Database, WriteActivity } from '@orrery/database';
import { OrchestrationFolder } from '@orrery/runner/orchestrations';
import { spoolsOf } from '@orrery/runner/spool';
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { ServerConfig } from '../config.ts';
import type { LiveHub } from '../live/hub.ts';
import { MLFLOW_VERSION } from '../mlflow/index.ts';
import { Summaries } from '../workbench/summaries.ts';
import type { Calls } from './calls.ts';
import { addHistogram } from './histogram.ts';

/** What is measured. */
export interface Measured {
  config: ServerConfig;
  databases: Readonly<Record<string, Pick<Database, 'describe' | 'activity'>>>;
  hub: LiveHub;
  /** By method, route and status. */
  requests: Calls;
  /** By method and status. */
  storageCalls: Calls;
}

/** What the server tells Prometheus of itself; docs/operations.md has the list. */
export class Exposition {
  readonly #registry = new Registry();
  readonly #measured: Measured;

  constructor(measured: Measured) {
    this.#measured = measured;
    const register = this.#registry;
    collectDefaultMetrics({ register });
    const { requests, storageCalls, config, hub } = measured;
    addHistogram(
      register,
      'orrery_http_request_duration_seconds',
      'Requests, until they were answered',
      requests,
    );
    addHistogram(register, 'orrery_grpc_call_duration_seconds', "Calls of Optuna's storage", storageCalls);
    new Gauge({
      name: 'orrery_info',
      help: 'Always 1: which versions run',
      labelNames: ['version', 'mlflow_version', 'node_version'],
      registers: [register],
    }).set({ version: config.version, mlflow_version: MLFLOW_VERSION, node_version: process.version }, 1);
    new Gauge({
      name: 'orrery_live_listeners',
      help: 'Pages that are told of changes',
      registers: [register],
      collect() {
        this.set(hub.listeners);
      },
    });
    this.#addDatabases();
    this.#addWork();
    this.#addNamesOfMlflow();
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  text(): Promise<string> {
    return this.#registry.metrics();
  }

  #addDatabases(): void {
    const entries = Object.entries(this.#measured.databases);
    const gauge = (name: string, help: string, read: (one: (typeof entries)[number][1]) => Promise<number>) =>
      new Gauge({
        name,
        help,
        labelNames: ['database'],
        registers: [this.#registry],
        async collect() {
          for (const [database, one] of entries) this.set({ database }, await read(one));
        },
      });
    gauge('orrery_database_bytes', 'Size of a database', async (one) => (await one.describe()).size);
    gauge(
      'orrery_database_wal_bytes',
      'Size of its write-ahead log',
      async (one) => (await one.describe()).walSize,
    );
    gauge('orrery_database_writes_waiting', 'Writes in the queue', async (one) => one.activity().waiting);
    const counter = (name: string, help: string, pick: (activity: WriteActivity) => number) =>
      new Counter({
        name,
        help,
        labelNames: ['database'],
        registers: [this.#registry],
        collect() {
          this.reset();
          for (const [database, one] of entries) this.inc({ database }, pick(one.activity()));
        },
      });
    counter('orrery_database_commits_total', 'Transactions that were committed', ({ commits }) => commits);
    counter(
      'orrery_database_writes_total',
      'Writes in them; by commits, it is the size of a group',
      ({ writes }) => writes,
    );
  }

  #addWork(): void {
    const { storeDir } = this.#measured.config;
    const summaries = new Summaries();
    new Gauge({
      name: 'orrery_jobs',
      help: 'Jobs of manifests, by what has become of them',
      labelNames: ['status'],
      registers: [this.#registry],
      collect() {
        this.reset();
        for (const id of OrchestrationFolder.list(storeDir)) {
          const { counts = {} } = summaries.of(OrchestrationFolder.open(storeDir, id)) ?? {};
          for (const [status, count] of Object.entries(counts)) this.inc({ status }, count);
        }
      },
    });
    new Gauge({
      name: 'orrery_spooled_runs',
      help: 'Runs on this machine whose record has not reached the server yet',
      registers: [this.#registry],
      collect() {
        this.set(spoolsOf(storeDir).length);
      },
    });
  }

  /** As the exporter of `mlflow server --expose-prometheus` calls them, for dashboards that are there. */
  #addNamesOfMlflow(): void {
    const { requests } = this.#measured;
    new Counter({
      name: 'mlflow_http_request_total',
      help: 'Total number of HTTP requests',
      labelNames: ['method', 'status'],
      registers: [this.#registry],
      collect() {
        this.reset();
        for (const { values, count } of requests.all())
          this.inc({ method: values[0] as string, status: values[2] as string }, count);
      },
    });
    new Gauge({
      name: 'mlflow_exporter_info',
      help: 'Information about the Prometheus exporter',
      labelNames: ['version'],
      registers: [this.#registry],
    }).set({ version: this.#measured.config.version }, 1);
  }
}
