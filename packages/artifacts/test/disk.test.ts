import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { DiskArtifactRepository } from '../src/index.ts';

describe('DiskArtifactRepository', () => {
  let folder: string;
  let artifacts: DiskArtifactRepository;
  const write = (path: string, content: string | Buffer) => artifacts.write(path, Readable.from([content]));
  const read = async (path: string) => (await buffer((await artifacts.read(path)).stream)).toString();

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'orrery-artifacts-'));
    artifacts = new DiskArtifactRepository(folder);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('keeps bytes, and lists what stands right under a folder', async () => {
    const bytes = Buffer.from([0, 255, 13, 10, 128]);
    await write('b/model.bin', bytes);
    await write('b/c/deep.txt', 'deep');
    await write('a.txt', 'a');
    const { stream, size } = await artifacts.read('b/model.bin');
    assert.deepEqual(await buffer(stream), bytes);
    assert.equal(size, 5);
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

  it('leaves what was there, and no half file, where an upload breaks', async () => {
    await write('kept.txt', 'whole');
    const broken = Readable.from(
      (async function* () {
        yield 'half';
        throw new Error('cut');
      })(),
    );
    await assert.rejects(artifacts.write('kept.txt', broken), /cut/);
    assert.equal(await read('kept.txt'), 'whole');
    assert.deepEqual(readdirSync(folder), ['kept.txt']);
  });

  it('leaves one of two uploads to one path, whole', async () => {
    const contents = ['x', 'y'].map((letter) => letter.repeat(300_000));
    await Promise.all(contents.map((content) => write('same', content)));
    assert.ok(contents.includes(await read('same')));
    assert.deepEqual(readdirSync(folder), ['same']);
  });

  it('says what is wrong with a path', async () => {
    await write('folder/file', '');
    await assert.rejects(artifacts.read('none'), { code: 'RESOURCE_DOES_NOT_EXIST' });
    await assert.rejects(artifacts.read('folder'), { code: 'INVALID_PARAMETER_VALUE' });
    await assert.rejects(write('folder', 'x'), { code: 'INVALID_PARAMETER_VALUE' });
    await assert.rejects(write('', 'x'), { code: 'INVALID_PARAMETER_VALUE' });
  });

  it('follows no link out of its root', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'orrery-outside-'));
    writeFileSync(join(outside, 'secret'), 'secret');
    symlinkSync(outside, join(folder, 'link'));
    const refused = { code: 'INVALID_PARAMETER_VALUE' };
    await assert.rejects(artifacts.read('link/secret'), refused);
    await assert.rejects(artifacts.list('link'), refused);
    await assert.rejects(write('link/new', 'x'), refused);
    await assert.rejects(artifacts.delete('link/secret'), refused);
    assert.deepEqual(readdirSync(outside), ['secret']);
    rmSync(outside, { recursive: true });
  });

  it('deletes a file, or a folder with all that is in it', async () => {
    await write('a/b/c', '');
    await write('a/d', '');
    await artifacts.delete('a/d');
    await artifacts.delete('a/none');
    assert.deepEqual(await artifacts.list('a'), [{ path: 'a/b', isDir: true }]);
    await artifacts.delete('a');
    assert.deepEqual(await artifacts.list(''), []);
  });
});
