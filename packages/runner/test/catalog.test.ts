import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import {
  addDataset,
  addModel,
  Catalog,
  Checksums,
  compatibility,
  type DatasetEntry,
  verifyDataset,
} from '@orrery/runner';
import { oraclePython } from '../../../scripts/oracle.ts';

/** As the libraries themselves write them. */
const WRITE_TABLES = `
import sys, numpy, pandas
numpy.save(sys.argv[1] + "/x.npy", numpy.zeros((100, 8), dtype="float32"))
pandas.DataFrame({"n": [1, 2, 3], "x": [0.5, 1, 2], "when": pandas.to_datetime(["2026-01-01"] * 3), "word": ["a", "b", "c"]}
  ).to_parquet(sys.argv[1] + "/table.parquet")
`;

let folder: string;
let catalog: string;
let checksums: Checksums;
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'orrery-catalog-'));
  catalog = join(folder, 'catalog');
  checksums = new Checksums(join(folder, 'checksums.json'));
});
after(() => rmSync(folder, { recursive: true }));

const CSV = '\ufeffid, width,ok,species\n1,0.5,true,"a, b"\n2,3,false,c\n3,,true,\n';

describe('a dataset that is added', () => {
  let dataset: DatasetEntry;
  it('is copied, with the checksum and the columns of each file', async () => {
    const source = join(folder, 'Flowers 2026.csv');
    writeFileSync(source, CSV);
    dataset = await addDataset(catalog, { source, modalities: ['tabular'] }, checksums);
    assert.equal(dataset.slug, 'flowers_2026');
    assert.deepEqual(dataset.modalities, ['tabular']);
    const [file] = dataset.files;
    assert.equal(file?.bytes, Buffer.byteLength(CSV));
    assert.match(file?.sha256 ?? '', /^[0-9a-f]{64}$/);
    assert.deepEqual(file?.schema, {
      rows: 3,
      columns: { id: 'integer', width: 'number', ok: 'boolean', species: 'string' },
    });
    assert.deepEqual(await verifyDataset(dataset, checksums), []);
  });

  it('is told from one that changed, by content and by columns, though the size stays', async () => {
    const file = join(dataset.folder, 'Flowers 2026.csv');
    writeFileSync(file, CSV.replace('0.5', '0.7'));
    assert.match((await verifyDataset(dataset, checksums))[0]?.message ?? '', /other content/);
    writeFileSync(file, CSV.replace(' width', ' depth'));
    assert.match(
      (await verifyDataset(dataset, checksums))[0]?.message ?? '',
      /without width; with depth besides.*--replace/,
    );
    rmSync(file);
    assert.match((await verifyDataset(dataset, checksums))[0]?.message ?? '', /is not there/);
  });

  it('takes the place of one that is there only when asked, and in place of itself', async () => {
    const source = join(folder, 'Flowers 2026.csv');
    await assert.rejects(addDataset(catalog, { source }, checksums), /is there already; --replace/);
    await addDataset(catalog, { source, replace: true, modalities: ['tabular'] }, checksums);
    appendFileSync(join(dataset.folder, 'Flowers 2026.csv'), '4,1,true,d\n');
    const again = await addDataset(catalog, { source: dataset.folder, replace: true }, checksums);
    assert.equal(again.files[0]?.schema?.rows, 4);
    assert.deepEqual(again.modalities, ['tabular']);
    assert.ok(existsSync(join(dataset.folder, 'Flowers 2026.csv')));
  });

  it('knows arrays of NumPy and tables of Parquet', async () => {
    const source = join(folder, 'arrays');
    mkdirSync(source);
    execFileSync(oraclePython(), ['-c', WRITE_TABLES, source]);
    const { files } = await addDataset(catalog, { source, slug: 'arrays' }, checksums);
    assert.deepEqual(
      files.map(({ path, schema }) => [path, schema]),
      [
        [
          'table.parquet',
          { rows: 3, columns: { n: 'int64', x: 'double', when: 'timestamp', word: 'string' } },
        ],
        ['x.npy', { rows: 100, columns: { 'array[8]': '<f4' } }],
      ],
    );
  });
});

describe('checksums', () => {
  it('are not computed anew where size and time stand', async () => {
    const file = join(folder, 'same');
    writeFileSync(file, 'aaaa');
    utimesSync(file, 1000, 1000);
    const first = await checksums.of(file);
    writeFileSync(file, 'bbbb');
    utimesSync(file, 1000, 1000);
    assert.equal(await new Checksums(join(folder, 'checksums.json')).of(file), first);
    utimesSync(file, 1001, 1001);
    assert.notEqual(await checksums.of(file), first);
  });
});

describe('a model that is added', () => {
  it('is refused where its schema is none, and leaves nothing behind', () => {
    const source = join(folder, 'model');
    mkdirSync(source);
    assert.throws(() => addModel(catalog, { source }), /has no model\.yaml/);
    writeFileSync(join(source, 'model.yaml'), 'name: M\nruntime: { command: [true] }\n');
    writeFileSync(join(source, 'hyperparameters.schema.json'), '{"type": "objekt"}');
    assert.throws(() => addModel(catalog, { source }), /is no JSON Schema/);
    assert.ok(!existsSync(join(catalog, 'models', 'model')));
    writeFileSync(join(source, 'hyperparameters.schema.json'), '{"properties": {"k": {"default": 3}}}');
    assert.equal(addModel(catalog, { source }).slug, 'model');
    assert.deepEqual(
      new Catalog([catalog]).models().entries.map(({ slug }) => slug),
      ['model'],
    );
    assert.match(readFileSync(join(catalog, 'models', 'model', 'model.yaml'), 'utf8'), /name: M/);
  });
});

describe('a model and a dataset', () => {
  it('go together where the dataset has all that the model needs', () => {
    const state = (given: string[], needed: string[] | null) =>
      compatibility({ modalities: given }, { modalities: needed });
    assert.deepEqual(state(['rna'], null), { state: 'compatible', missing: [], unused: [] });
    assert.equal(state(['rna', 'atac'], ['atac', 'rna']).state, 'compatible');
    assert.deepEqual(state(['rna', 'atac'], ['rna']), { state: 'partial', missing: [], unused: ['atac'] });
    assert.deepEqual(state(['rna'], ['rna', 'atac']), {
      state: 'incompatible',
      missing: ['atac'],
      unused: [],
    });
  });
});
