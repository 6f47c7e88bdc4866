import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import http from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { oraclePython } from '../../../scripts/oracle.ts';
import { removeFolder, startOrrery, type TestServer } from './servers.ts';

const FILES = '/api/2.0/mlflow-artifacts/artifacts';

describe('artifacts over HTTP', () => {
  let server: TestServer;
  let runId: string;
  const artifacts = () => join(server.folder, 'artifacts');
  const put = (path: string, body: string | Buffer) =>
    fetch(server.url + FILES + path, { method: 'PUT', body });
  const get = (path: string, headers: Record<string, string> = {}) => fetch(server.url + path, { headers });
  const post = async (path: string, body: object) => {
    const answer = await fetch(`${server.url}/api/2.0/mlflow/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  before(async () => {
    server = await startOrrery();
    const { body } = await post('runs/create', { experiment_id: '0', start_time: 1 });
    runId = (body.run as { info: { run_id: string } }).info.run_id;
  });
  after(async () => {
    await server.stop();
    removeFolder(server.folder);
  });

  it('are kept in the layout of MLflow', async () => {
    await put(`/0/${runId}/artifacts/model/MLmodel`, 'flavors: {}');
    const file = join(artifacts(), '0', runId, 'artifacts', 'model', 'MLmodel');
    assert.equal(readFileSync(file, 'utf8'), 'flavors: {}');
  });

  it('come whole, in ranges, or not at all where the client has them', async () => {
    await put('/x/digits.bin', '0123456789');
    const whole = await get(`${FILES}/x/digits.bin`);
    const etag = whole.headers.get('etag') ?? '';
    assert.equal(await whole.text(), '0123456789');
    assert.equal(whole.headers.get('accept-ranges'), 'bytes');
    assert.match(etag, /^"[^"]+"$/);
    const ask = async (headers: Record<string, string>) => {
      const answer = await raw(server.url, 'GET', `${FILES}/x/digits.bin`, '', headers);
      return [answer.status, answer.headers['content-range'] ?? null, answer.body];
    };
    assert.deepEqual(await ask({ range: 'bytes=2-4' }), [206, 'bytes 2-4/10', '234']);
    assert.deepEqual(await ask({ range: 'bytes=7-' }), [206, 'bytes 7-9/10', '789']);
    assert.deepEqual(await ask({ range: 'bytes=-2' }), [206, 'bytes 8-9/10', '89']);
    assert.deepEqual(await ask({ range: 'bytes=8-100' }), [206, 'bytes 8-9/10', '89']);
    assert.deepEqual(await ask({ range: 'bytes=10-12' }), [416, 'bytes */10', '']);
    assert.deepEqual(await ask({ range: 'bytes=0-1,4-5' }), [200, null, '0123456789']);
    assert.deepEqual(await ask({ range: 'bytes=2-4', 'if-range': etag }), [206, 'bytes 2-4/10', '234']);
    assert.deepEqual(await ask({ range: 'bytes=2-4', 'if-range': '"other"' }), [200, null, '0123456789']);
    assert.deepEqual(await ask({ 'if-none-match': etag }), [304, null, '']);
    assert.deepEqual(await ask({ 'if-none-match': '"other"' }), [200, null, '0123456789']);
    await put('/x/digits.bin', 'abcdefghij');
    assert.deepEqual(await ask({ 'if-none-match': etag }), [200, null, 'abcdefghij']);
    const head = await fetch(`${server.url}${FILES}/x/digits.bin`, { method: 'HEAD' });
    assert.deepEqual([head.status, head.headers.get('content-length')], [200, '10']);
  });

  it('never run as pages of ours', async () => {
    for (const name of [
      'a.html',
      'a.htm',
      'a.xhtml',
      'a.svg',
      'a.js',
      'a.mjs',
      'a.xml',
      'a.xsl',
      'a.unknown',
      'a',
    ]) {
      await put(`/x/${name}`, '<script>alert(1)</script>');
      const { headers } = await get(`${FILES}/x/${name}`);
      assert.doesNotMatch(headers.get('content-type') ?? '', /html|javascript|\/xml|xhtml|xslt/, name);
      assert.match(headers.get('content-disposition') ?? '', /^attachment/, name);
      assert.equal(headers.get('x-content-type-options'), 'nosniff', name);
    }
  });

  it('are refused outside the root, however the path is written', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'orrery-outside-'));
    writeFileSync(join(outside, 'secret'), 'secret');
    mkdirSync(artifacts(), { recursive: true });
    symlinkSync(outside, join(artifacts(), 'link'));
    const inner = outside.slice(1);
    const up = '../'.repeat(12);
    const paths = [
      `${up}${inner}/secret`,
      `${up.replaceAll('/', '%2f')}${inner}/secret`,
      `${up.replaceAll('/', '%252f')}${inner}/secret`,
      `${up.replaceAll('/', '%25252f')}${inner}/secret`,
      `${up.replaceAll('.', '%2e')}${inner}/secret`,
      `${up.replaceAll('.', '%252e')}${inner}/secret`,
      `${up.replaceAll('/', '%5c')}${inner}/secret`,
      `x/${up}${inner}/secret`,
      `/${inner}/secret`,
      `%2f${inner}/secret`,
      `%252f${inner}/secret`,
      `file:///${inner}/secret`,
      `file:%2f%2f%2f${inner}/secret`,
      'link/secret',
      'x%00/secret',
      'x%2500',
      'x%0a',
    ];
    for (const path of paths) {
      const targets = [`${FILES}/${path}`, `/get-artifact?run_id=${runId}&path=${path}`];
      for (const target of targets) {
        const { status, body } = await raw(server.url, 'GET', target);
        assert.ok(status === 400 || status === 404, `GET ${target} answered ${status}`);
        assert.doesNotMatch(body, /^secret/, target);
      }
      const listed = await raw(server.url, 'GET', `${FILES}?path=${path.replace('/secret', '')}`);
      assert.doesNotMatch(listed.body, /secret/, path);
      const { status } = await raw(server.url, 'PUT', `${FILES}/${path}2`, 'new');
      assert.ok(status >= 400, `PUT ${path} answered ${status}`);
      await raw(server.url, 'DELETE', `${FILES}/${path}`);
    }
    assert.deepEqual(readdirSync(outside), ['secret']);
    assert.equal(readFileSync(join(outside, 'secret'), 'utf8'), 'secret');
    rmSync(outside, { recursive: true });
  });

  it('are refused outside the root where an experiment lies there', async () => {
    for (const artifact_location of [
      'mlflow-artifacts:/../..',
      'mlflow-artifacts:/%2e%2e/x',
      'file://host/x',
    ]) {
      const made = await post('experiments/create', { name: artifact_location, artifact_location });
      const run = await post('runs/create', { experiment_id: made.body.experiment_id, start_time: 1 });
      const { run_id } = (run.body.run as { info: { run_id: string } }).info;
      for (const path of ['api/2.0/mlflow/artifacts/list?', 'get-artifact?path=x&', 'api/artifacts/zip?'])
        assert.equal((await get(`/${path}run_id=${run_id}`)).status, 400, `${path} ${artifact_location}`);
    }
  });

  it('are no source of a model where a link leads out of the run', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'orrery-own-'));
    const { body } = await post('experiments/create', { name: 'own', artifact_location: `file://${folder}` });
    const run = await post('runs/create', { experiment_id: body.experiment_id, start_time: 1 });
    const { run_id, artifact_uri } = (run.body.run as { info: Record<string, string> }).info as {
      run_id: string;
      artifact_uri: string;
    };
    const root = new URL(artifact_uri).pathname;
    mkdirSync(join(root, 'a b'), { recursive: true });
    symlinkSync('/etc', join(root, 'link'));
    await post('registered-models/create', { name: 'local' });
    const version = (source: string) => post('model-versions/create', { name: 'local', source, run_id });
    assert.equal((await version(join(root, 'a b'))).status, 200);
    assert.equal((await version(`file://${root}/a%20b`)).status, 200);
    for (const source of [
      join(root, 'link'),
      `file://${root}/link`,
      `${root}/../..`,
      'file://host/x',
      '/etc',
    ])
      assert.equal((await version(source)).status, 400, source);
    rmSync(folder, { recursive: true });
  });

  it('leave no half file where an upload is cut', async () => {
    await put('/cut/kept', 'whole');
    for (const name of ['kept', 'new']) {
      const { hostname, port } = new URL(server.url);
      const socket = connect(Number(port), hostname);
      socket.write(`PUT ${FILES}/cut/${name} HTTP/1.1\r\nhost: x\r\ncontent-length: 1000000\r\n\r\n`);
      socket.write(Buffer.alloc(400_000));
      await setTimeout(100);
      socket.destroy();
    }
    const left = () => readdirSync(join(artifacts(), 'cut'));
    for (let tries = 0; left().length > 1 && tries < 100; tries++) await setTimeout(20);
    assert.deepEqual(left(), ['kept']);
    assert.equal(await (await get(`${FILES}/cut/kept`)).text(), 'whole');
  });

  it('leave one of two uploads to one path, whole', async () => {
    const bodies = ['a', 'b'].map((letter) => letter.repeat(2_000_000));
    await Promise.all(bodies.map((body) => put('/race/file', body)));
    assert.ok(bodies.includes(await (await get(`${FILES}/race/file`)).text()));
    assert.deepEqual(readdirSync(join(artifacts(), 'race')), ['file']);
  });

  it('come as a zip of a folder', async () => {
    const root = `/0/${runId}/artifacts`;
    const files: Record<string, string> = {
      'plots/loss.png': 'x'.repeat(100_000),
      'plots/deep/ü & +.txt': 'text',
      'plots/empty': '',
      'other.txt': 'not below plots',
    };
    for (const [path, body] of Object.entries(files))
      await put(`${root}/${path.split('/').map(encodeURIComponent).join('/')}`, body);
    const unzip = async (query: string) => {
      const answer = await get(`/api/artifacts/zip?run_id=${runId}${query}`);
      assert.equal(answer.status, 200);
      const bytes = Buffer.from(await answer.arrayBuffer());
      assert.equal(answer.headers.get('content-length'), String(bytes.length));
      const file = join(server.folder, 'all.zip');
      writeFileSync(file, bytes);
      const program =
        'import json, sys, zipfile\nz = zipfile.ZipFile(sys.argv[1])\nassert z.testzip() is None\nprint(json.dumps({n: z.read(n).decode() for n in z.namelist()}))';
      return [
        answer.headers.get('content-disposition'),
        JSON.parse(execFileSync(oraclePython(), ['-c', program, file], { encoding: 'utf8' })),
      ];
    };
    assert.deepEqual(await unzip('&path=plots'), [
      'attachment; filename=plots.zip',
      { 'loss.png': files['plots/loss.png'], 'deep/ü & +.txt': 'text', empty: '' },
    ]);
    const [, all] = await unzip('');
    assert.deepEqual(Object.keys(all as object).sort(), ['model/MLmodel', ...Object.keys(files)].sort());
    for (const query of [`run_id=${runId}&path=none`, 'run_id=none', '', `run_id=${runId}&path=../..`]) {
      const { status } = await get(`/api/artifacts/zip?${query}`);
      assert.ok(status === 404 || status === 400, query);
    }
  });

  it('that runs have in common are named once', async () => {
    const { body } = await post('runs/create', { experiment_id: '0', start_time: 2 });
    const other = (body.run as { info: { run_id: string } }).info.run_id;
    await put(`/0/${other}/artifacts/model/MLmodel`, '');
    await put(`/0/${other}/artifacts/own.txt`, '');
    const ask = async (run_ids: unknown) => {
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(`${server.url}/api/artifacts/paths`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ run_ids }),
      });
      return {
        status: answer.status,
        body: (await answer.json()) as { paths: { path: string; runs: number[] }[] },
      };
    };
    const { paths } = (await ask([other, runId])).body;
    assert.deepEqual(
      paths.filter(({ runs }) => runs.includes(0)),
      [
        { path: 'model/MLmodel', runs: [0, 1] },
        { path: 'own.txt', runs: [0] },
      ],
    );
    assert.equal((await ask('all')).status, 400);
    assert.equal((await ask(['nobody'])).status, 404);
  });

  it('are shown as what they are, in a sandbox where they could run scripts', async () => {
    await put(`/0/${runId}/artifacts/report/a page.html`, '<img src="../plots/a.png"><script>1</script>');
    await put(`/0/${runId}/artifacts/report/paper.pdf`, '%PDF-1.4');
    const page = await get(`/api/artifacts/view/${runId}/report/a%20page.html`);
    assert.equal(page.status, 200);
    assert.match(page.headers.get('content-type') ?? '', /^text\/html/);
    assert.equal(page.headers.get('content-disposition'), 'inline');
    assert.match(
      page.headers.get('content-security-policy') ?? '',
      /^sandbox allow-scripts; default-src 'none'/,
    );
    const paper = await get(`/api/artifacts/view/${runId}/report/paper.pdf`);
    assert.equal(paper.headers.get('content-type'), 'application/pdf');
    assert.equal(paper.headers.get('content-security-policy'), null);
    for (const path of ['', 'report/none.html', '..%2F..%2Fmlflow.db'])
      assert.ok((await get(`/api/artifacts/view/${runId}/${path}`)).status >= 400, path);
    assert.match(
      (await get(`/get-artifact?run_id=${runId}&path=report/a%20page.html`)).headers.get('content-type') ??
        '',
      /^text\/plain/,
    );
  });
});

interface RawAnswer {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: string;
}

/** Sends paths and headers as they stand; `fetch` would tidy them. */
function raw(base: string, method: string, path: string, body = '', headers = {}): Promise<RawAnswer> {
  const { hostname, port } = new URL(base);
  return new Promise((resolve, reject) => {
    const request = http.request({ hostname, port, method, path, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
      );
    });
    request.on('error', reject);
    request.end(body);
  });
}
