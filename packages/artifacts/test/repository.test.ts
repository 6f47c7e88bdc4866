import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { type MinioServer, startMinio } from '../../../scripts/minio.ts';
import { type ArtifactRepository, DiskArtifactRepository, openArtifacts } from '../src/index.ts';

const MIB = 1024 * 1024;

function contract(setUp: () => Promise<ArtifactRepository>) {
  let artifacts: ArtifactRepository;
  const write = (path: string, content: string | Buffer) => artifacts.write(path, Readable.from([content]));
  const read = async (path: string) => text(await (await artifacts.open(path)).read());
  beforeEach(async () => {
    artifacts = await setUp();
  });

  it('keeps bytes, and lists what stands right under a folder', async () => {
    const bytes = Buffer.from([0, 255, 13, 10, 128]);
    await write('b/model.bin', bytes);
    await write('b/c/deep.txt', 'deep');
    await write('a.txt', 'a');
    const file = await artifacts.open('b/model.bin');
    assert.deepEqual(await buffer(await file.read()), bytes);
    assert.equal(file.size, 5);
    assert.ok(Math.abs(file.modified.getTime() - Date.now()) < 60_000);
    assert.deepEqual(await artifacts.list(''), [
      { path: 'a.txt', isDir: false, size: 1 },
      { path: 'b', isDir: true },
    ]);
    assert.deepEqual(await artifacts.list('b'), [
      { path: 'b/c', isDir: true },
      { path: 'b/model.bin', isDir: false, size: 5 },
    ]);
    assert.deepEqual(await artifacts.list('a.txt'), []);
    assert.deepEqual(await artifacts.list('nothing'), []);
  });

  it('reads a range, and tells one content from another', async () => {
    await write('file', '0123456789');
    const file = await artifacts.open('file');
    assert.equal(await text(await file.read({ start: 3, end: 5 })), '345');
    await write('file', 'abcdefghij');
    const replaced = await artifacts.open('file');
    assert.notEqual(replaced.etag, file.etag);
    await assert.rejects(file.read(), { code: 'TEMPORARILY_UNAVAILABLE' });
    assert.equal((await artifacts.open('file')).etag, replaced.etag);
  });

  it('keeps a file of many parts as it is', async () => {
    const size = 20 * MIB + 7;
    const bytes = Buffer.alloc(size, Array.from({ length: 251 }, (_, index) => index) as never);
    for (let at = 0; at < size; at++) bytes[at] = at % 251;
    await artifacts.write('large', Readable.from(chunks(bytes)), size);
    assert.ok((await buffer(await (await artifacts.open('large')).read())).equals(bytes));
  });

  it('keeps an empty file, and names that need encoding', async () => {
    const name = 'ordner/ü & + 100% ?.txt';
    await write(name, '');
    assert.equal(await read(name), '');
    assert.deepEqual(await artifacts.list('ordner'), [{ path: name, isDir: false, size: 0 }]);
  });

  it('leaves what was there, and no half file, where an upload breaks', async () => {
    await write('kept.txt', 'whole');
    const broken = Readable.from(
      (async function* () {
        yield Buffer.alloc(9 * MIB);
        yield Buffer.alloc(9 * MIB);
        throw new Error('cut');
      })(),
    );
    await assert.rejects(artifacts.write('kept.txt', broken), /cut/);
    assert.equal(await read('kept.txt'), 'whole');
    assert.deepEqual(await artifacts.list(''), [{ path: 'kept.txt', isDir: false, size: 5 }]);
  });

  it('leaves one of two uploads to one path, whole', async () => {
    const contents = ['x', 'y'].map((letter) => letter.repeat(300_000));
    await Promise.all(contents.map((content) => write('same', content)));
    assert.ok(contents.includes(await read('same')));
    assert.equal((await artifacts.list('')).length, 1);
  });

  it('says what is wrong with a path', async () => {
    await write('folder/file', 'x');
    await assert.rejects(artifacts.open('none'), { code: 'RESOURCE_DOES_NOT_EXIST' });
    await assert.rejects(artifacts.open('folder'), { code: 'INVALID_PARAMETER_VALUE' });
    await assert.rejects(write('', 'x'), { code: 'INVALID_PARAMETER_VALUE' });
  });

  it('deletes a file, or a folder with all that is in it, and nothing beside it', async () => {
    await write('a/b/c', 'x');
    await write('a/d', 'x');
    await write('ab', 'x');
    await artifacts.delete('a/d');
    await artifacts.delete('a/none');
    assert.deepEqual(await artifacts.list('a'), [{ path: 'a/b', isDir: true }]);
    await artifacts.delete('a');
    assert.deepEqual(await artifacts.list(''), [{ path: 'ab', isDir: false, size: 1 }]);
  });
}

describe('artifacts on a disk', () => {
  let folder: string;
  const setUp = async () => new DiskArtifactRepository(folder);
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'orrery-artifacts-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  contract(setUp);

  it('are plain files, with nothing beside them', async () => {
    const artifacts = await setUp();
    await artifacts.write('run/model/MLmodel', Readable.from(['flavors:']));
    assert.deepEqual(readdirSync(folder, { recursive: true }).sort(), [
      'run',
      'run/model',
      'run/model/MLmodel',
    ]);
  });

  it('make no folder where nothing was written', async () => {
    const artifacts = new DiskArtifactRepository(join(folder, 'deep', 'root'));
    assert.deepEqual(await artifacts.list(''), []);
    await artifacts.delete('');
    await assert.rejects(artifacts.open('x'), { code: 'RESOURCE_DOES_NOT_EXIST' });
    assert.deepEqual(readdirSync(folder), []);
    await artifacts.write('x', Readable.from(['x']));
    assert.deepEqual(await artifacts.list(''), [{ path: 'x', isDir: false, size: 1 }]);
  });

  it('forget an upload whose server died', async () => {
    const artifacts = await setUp();
    const [dead, alive] = ['0', '1'].map((digit) => `.orrery-${randomUUID().replace(/^./, digit)}.part`);
    for (const name of [dead, alive]) writeFileSync(join(folder, name as string), 'half');
    const hoursAgo = new Date(Date.now() - 2 * 3_600_000);
    utimesSync(join(folder, dead as string), hoursAgo, hoursAgo);
    assert.deepEqual(await artifacts.list(''), []);
    assert.deepEqual(readdirSync(folder), [alive]);
    await assert.rejects(artifacts.open(alive as string), { code: 'RESOURCE_DOES_NOT_EXIST' });
  });

  it('say that a folder on the way is a file', async () => {
    const artifacts = await setUp();
    await artifacts.write('file', Readable.from(['x']));
    for (const path of ['file/below', 'file/far/below'])
      await assert.rejects(artifacts.write(path, Readable.from(['y'])), {
        code: 'INVALID_PARAMETER_VALUE',
        message: /one of its folders is a file/,
      });
    assert.deepEqual(readdirSync(folder), ['file']);
  });

  it('cannot replace a folder', async () => {
    const artifacts = await setUp();
    await artifacts.write('folder/file', Readable.from(['x']));
    await assert.rejects(artifacts.write('folder', Readable.from(['x'])), {
      code: 'INVALID_PARAMETER_VALUE',
    });
  });

  it('follows no link out of its root', async () => {
    const artifacts = await setUp();
    const outside = mkdtempSync(join(tmpdir(), 'orrery-outside-'));
    writeFileSync(join(outside, 'secret'), 'secret');
    symlinkSync(outside, join(folder, 'link'));
    symlinkSync(join(outside, 'secret'), join(folder, 'file'));
    const refused = { code: 'INVALID_PARAMETER_VALUE' };
    await assert.rejects(artifacts.open('link/secret'), refused);
    await assert.rejects(artifacts.open('file'), refused);
    await assert.rejects(artifacts.list('link'), refused);
    await assert.rejects(artifacts.write('link/new', Readable.from(['x'])), refused);
    await assert.rejects(artifacts.write('link/deeper/new', Readable.from(['x'])), refused);
    await assert.rejects(artifacts.delete('link/secret'), refused);
    assert.deepEqual(await artifacts.list(''), []);
    await artifacts.write('file', Readable.from(['ours']));
    assert.deepEqual(readdirSync(outside), ['secret']);
    assert.ok(existsSync(join(outside, 'secret')));
    rmSync(outside, { recursive: true });
  });
});

describe('artifacts in S3', () => {
  let minio: MinioServer;
  let buckets = 0;
  before(async () => {
    minio = await startMinio();
  });
  after(() => minio.stop());
  contract(() => openArtifacts(`${minio.bucket(`bucket-${++buckets}`)}/deep/prefix/`, minio.env));
});

async function* chunks(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += 64 * 1024) yield bytes.subarray(at, at + 64 * 1024);
}
