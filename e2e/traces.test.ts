import assert from 'node:assert/strict';
import { once } from 'node:events';
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { after, before, describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { Client, credentials, Metadata } from '@grpc/grpc-js';
import protobuf from 'protobufjs';
import { until } from '../scripts/until.ts';
import { Orrery } from './orrery.ts';

/** What is looked at of opentelemetry/proto/collector/trace/v1 and trace/v1. */
const { root } = protobuf.parse(`
syntax = "proto3";
message Export { repeated ResourceSpans resource_spans = 1; }
message ResourceSpans { Resource resource = 1; repeated ScopeSpans scope_spans = 2; }
message Resource { repeated KeyValue attributes = 1; }
message ScopeSpans { repeated Span spans = 2; }
message Span {
  bytes trace_id = 1; bytes span_id = 2; bytes parent_span_id = 4; string name = 5; int32 kind = 6;
  repeated KeyValue attributes = 9; Status status = 15;
}
message Status { int32 code = 3; }
message KeyValue { string key = 1; Value value = 2; }
message Value { string string_value = 1; int64 int_value = 3; }
`);

interface Span {
  name: string;
  kind?: number;
  trace: string;
  id: string;
  parent: string;
  service: string;
  attributes: Record<string, string>;
  isError: boolean;
}

type Attribute = { key: string; value: object };
type Exported = {
  resourceSpans: {
    resource: { attributes: Attribute[] };
    scopeSpans: {
      spans: {
        traceId: Uint8Array;
        spanId: Uint8Array;
        parentSpanId?: Uint8Array;
        name: string;
        kind?: number;
        attributes?: Attribute[];
        status?: { code?: number };
      }[];
    }[];
  }[];
};

const hex = (bytes: Uint8Array = new Uint8Array()) => Buffer.from(bytes).toString('hex');
const toObject = (attributes: Attribute[] = []) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, String(Object.values(value)[0])]));

/** A collector that keeps what it gets. */
class Collector {
  readonly spans: Span[] = [];
  readonly #server: Server;

  private constructor() {
    this.#server = createServer(async (request, response) => {
      const body = await buffer(request);
      const bytes = request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
      const exported = root.lookupType('Export').decode(bytes) as unknown as Exported;
      for (const { resource, scopeSpans } of exported.resourceSpans)
        for (const span of scopeSpans.flatMap(({ spans }) => spans))
          this.spans.push({
            name: span.name,
            ...(span.kind && { kind: span.kind }),
            trace: hex(span.traceId),
            id: hex(span.spanId),
            parent: hex(span.parentSpanId),
            service: toObject(resource.attributes)['service.name'] ?? '',
            attributes: toObject(span.attributes),
            isError: span.status?.code === 2,
          });
      response.setHeader('content-type', 'application/x-protobuf').end();
    });
  }

  static async start(): Promise<Collector> {
    const collector = new Collector();
    await once(collector.#server.listen(0, '127.0.0.1'), 'listening');
    return collector;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  named(name: string): Span[] {
    return this.spans.filter((span) => span.name === name);
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

describe('traces', () => {
  let orrery: Orrery;
  let collector: Collector;
  before(async () => {
    [orrery, collector] = await Promise.all([Orrery.make(), Collector.start()]);
    Object.assign(orrery.env, { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_BSP_SCHEDULE_DELAY: '100' });
    await orrery.up();
  });
  after(async () => {
    await orrery.remove();
    collector.stop();
  });

  it("go on with the caller's trace, through the commit, and tell of failures", async () => {
    const [trace, parent] = ['a'.repeat(32), 'b'.repeat(16)];
    const api = `${orrery.url}/api/2.0/mlflow`;
    const headers = {
      'content-type': 'application/json',
      traceparent: `00-${trace}-${parent}-01`,
      'x-request-id': 'mine',
    };
    const body = JSON.stringify({ experiment_id: '0', run_name: 'traced' });
    assert.ok((await fetch(`${api}/runs/create?token=secret`, { method: 'POST', headers, body })).ok);
    await until(() => collector.spans.some((span) => span.trace === trace && span.kind === 2));
    const served = collector.spans.find((span) => span.trace === trace && span.kind === 2) as Span;
    assert.deepEqual([served.parent, served.service], [parent, 'orrery']);
    assert.match(served.name, /^POST .*\/runs\/create$/);
    assert.equal(served.attributes['http.response.status_code'], '200');
    assert.equal(served.attributes['orrery.request_id'], 'mine');
    assert.doesNotMatch(JSON.stringify(collector.spans), /secret/);
    const commit = collector.spans.find((span) => span.parent === served.id);
    assert.deepEqual([commit?.name, commit?.attributes['db.system.name']], ['database write', 'sqlite']);
    await fetch(`${api}/runs/get?run_id=none`);
    await until(() => collector.spans.some((span) => span.attributes['http.response.status_code'] === '404'));
  });

  it('span a job from its orchestrator to its program', async () => {
    Object.assign(orrery.env, {
      OTEL_SERVICE_NAME: 'a lab',
      TRACEPARENT: `00-${'c'.repeat(32)}-${'d'.repeat(16)}-01`,
    });
    const write = (path: string, text: string) => {
      mkdirSync(dirname(join(orrery.folder, path)), { recursive: true });
      writeFileSync(join(orrery.folder, path), text);
    };
    write('catalog/datasets/tiny/dataset.yaml', 'name: Tiny\nomics: [any]\n');
    write(
      'catalog/models/says/model.yaml',
      "name: Says\nsupported_omics: any\nruntime: {command: [sh, -c, 'echo traceparent=$TRACEPARENT']}\n",
    );
    write(
      'catalog/models/fails/model.yaml',
      'name: Fails\nsupported_omics: any\nruntime: {command: [sh, -c, exit 3]}\n',
    );
    write(
      'm.yaml',
      'globals: {experiment_name: traced}\njobs: [{dataset_slug: tiny, model_name: says}, {dataset_slug: tiny, model_name: fails}]\n',
    );
    const { code, output } = await orrery.run('run', 'm.yaml');
    assert.equal(code, 1, output);
    const jobs = collector.spans.filter(({ name }) => name.startsWith('job '));
    const job = jobs.find(({ attributes }) => attributes['orrery.model'] === 'says') as Span;
    assert.deepEqual(jobs.map(({ isError }) => isError).sort(), [false, true]);
    assert.deepEqual([job.service, job.trace, job.parent], ['a lab', 'c'.repeat(32), 'd'.repeat(16)]);
    assert.equal(job.attributes['orrery.status'], 'FINISHED');
    const [log = ''] = globSync(join(orrery.store, 'jobs', 'traced', '*', '*', 'container.log'));
    assert.equal(readFileSync(log, 'utf8').trim(), `traceparent=00-${job.trace}-${job.id}-01`);
    const asked = () => collector.spans.filter(({ kind, parent }) => kind === 2 && parent === job.id);
    await until(() => asked().some(({ name }) => name.endsWith('/runs/create')));
    assert.ok(asked().every(({ trace }) => trace === job.trace));
  });

  it("go on with the caller's trace through Optuna's storage", async () => {
    const [trace, parent] = ['e'.repeat(32), 'f'.repeat(16)];
    const metadata = new Metadata();
    metadata.set('traceparent', `00-${trace}-${parent}-01`);
    const client = new Client(`127.0.0.1:${orrery.storagePort}`, credentials.createInsecure());
    const call = (method: string, request: Buffer) =>
      new Promise<void>((resolve) => {
        const same = (bytes: Buffer) => bytes;
        const path = `/optuna.StorageService/${method}`;
        client.makeUnaryRequest(path, same, same, request, metadata, () => resolve());
      });
    try {
      // One direction and a name; then a study that is not there.
      await call('CreateNewStudy', Buffer.from([0x0a, 1, 0, 0x12, 1, 0x61]));
      await call('DeleteStudy', Buffer.from([0x08, 0x63]));
    } finally {
      client.close();
    }
    await until(() => collector.spans.filter((span) => span.parent === parent).length === 2);
    const [made, refused] = collector.spans.filter((span) => span.parent === parent) as [Span, Span];
    assert.deepEqual([made.name, made.kind, made.trace], ['optuna.StorageService/CreateNewStudy', 2, trace]);
    assert.deepEqual(
      [made, refused].map(({ attributes }) => attributes['rpc.response.status_code']),
      ['OK', 'NOT_FOUND'],
    );
    assert.deepEqual([made.isError, refused.isError], [false, false]);
    const write = collector.spans.find((span) => span.parent === made.id);
    assert.deepEqual([write?.name, write?.attributes['db.system.name']], ['studies createStudy', 'sqlite']);
  });

  it('are not made where they are switched off', async () => {
    const silent = await Orrery.make();
    Object.assign(silent.env, { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_SDK_DISABLED: 'true' });
    try {
      await silent.up();
      await silent.run('down');
      const ports = silent.ports.map(String);
      assert.ok(!collector.spans.some(({ attributes }) => ports.includes(attributes['server.port'] ?? '')));
      Object.assign(silent.env, { OTEL_SDK_DISABLED: '', OTEL_TRACES_EXPORTER: 'zipkin' });
      assert.match(
        (await silent.run('up')).output + readFileSync(join(silent.store, 'logs', 'server.log'), 'utf8'),
        /OTEL_TRACES_EXPORTER is zipkin; none are sent/,
      );
    } finally {
      await silent.remove();
    }
  });
});
