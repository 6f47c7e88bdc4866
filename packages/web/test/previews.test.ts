import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { askOracle } from '../../../scripts/oracle.ts';
import { ansiLines } from '../src/logic/ansi.ts';
import { artifactKind } from '../src/logic/artifactKind.ts';
import { linesWith, markMatches } from '../src/logic/logSearch.ts';
import { parseNotebook } from '../src/logic/notebook.ts';
import { parseNpy, plane, summary } from '../src/logic/npy.ts';

const ARRAYS = `
import base64, io, json, numpy as np
cases = {}
for dtype in ["<f2", "<f4", ">f4", "<f8", "|i1", "<i2", ">i4", "<i8", "|u1", "<u2", "<u4", "<u8", "|b1"]:
    cases[dtype] = np.arange(6).reshape(2, 3).astype(dtype)
cases["fortran"] = np.asfortranarray(np.arange(24.0).reshape(2, 3, 4))
cases["text"] = np.array(["x", "yé", ""])
cases["bytes"] = np.array([b"ab", b"c"])
cases["scalar"] = np.array(7.5)
cases["empty"] = np.zeros((0, 4))
cases["object"] = np.array([{"a": 1}, None], dtype=object)
cases["nan"] = np.array([np.nan, np.inf, 1.0, 3.0, 0.0])
out = {}
for name, array in cases.items():
    file = io.BytesIO()
    np.save(file, array, allow_pickle=True)
    flat = [v.decode() if isinstance(v, bytes) else v for v in array.ravel(order="K").tolist()] if array.dtype != object else None
    out[name] = {"file": base64.b64encode(file.getvalue()).decode(), "dtype": array.dtype.str, "shape": list(array.shape),
                 "values": None if flat is None else [repr(v) if isinstance(v, float) else v for v in flat]}
print(json.dumps(out))
`;

interface Case {
  file: string;
  dtype: string;
  shape: number[];
  values: unknown[] | null;
}

describe('arrays that NumPy saved', () => {
  const cases = askOracle<Record<string, Case>>(ARRAYS, {});
  const read = (name: string) => {
    const bytes = Buffer.from(cases[name]?.file ?? '', 'base64');
    return parseNpy(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer);
  };

  for (const [name, { dtype, shape, values }] of Object.entries(cases)) {
    it(`are read as they were saved: ${name}`, () => {
      const array = read(name);
      assert.equal(array.dtype, dtype);
      assert.deepEqual(array.shape, shape);
      if (values === null) return assert.equal(array.values, null);
      const meant = values.map((value) => {
        if (array.dtype.includes('U') || array.dtype.includes('S')) return value;
        return typeof value === 'string' ? Number(value.replace('inf', 'Infinity')) : Number(value);
      });
      assert.deepEqual([...(array.values ?? [])], meant);
    });
  }

  it('show planes of Fortran order as they are indexed', () => {
    const array = read('fortran');
    for (const leading of [0, 1]) {
      const { rows, columns, index } = plane(array, leading);
      assert.deepEqual([rows, columns], [3, 4]);
      for (let row = 0; row < 3; row += 1)
        for (let column = 0; column < 4; column += 1)
          assert.equal(array.values?.[index(row, column)], leading * 12 + row * 4 + column);
    }
  });

  it('are summed up by their finite values', () => {
    const { values } = read('nan');
    assert.ok(values instanceof Float64Array);
    const found = summary(values);
    assert.deepEqual([found.count, found.notFinite, found.zeros, found.low, found.high], [5, 2, 1, 0, 3]);
    assert.ok(Math.abs(found.mean - 4 / 3) < 1e-12);
    assert.ok(Math.abs(found.deviation - Math.sqrt(14 / 9)) < 1e-12);
  });

  it('that are cut off or none say so', () => {
    const whole = Buffer.from(cases['<f8']?.file ?? '', 'base64');
    const cut = new Uint8Array(whole.subarray(0, whole.length - 4)).buffer;
    assert.throws(() => parseNpy(cut), /ends before its last value/);
    assert.throws(
      () => parseNpy(new TextEncoder().encode('a text of some length').buffer as ArrayBuffer),
      /no \.npy/,
    );
  });
});

describe('a notebook', () => {
  it('shows the richest of what a cell put out', () => {
    const cells = parseNotebook(
      JSON.stringify({
        cells: [
          { cell_type: 'markdown', source: ['# a\n', 'b'] },
          {
            cell_type: 'code',
            execution_count: 3,
            source: 'x',
            outputs: [
              { output_type: 'stream', name: 'stderr', text: ['careful'] },
              { output_type: 'display_data', data: { 'text/plain': 'fig', 'image/png': 'aGk=\n' } },
              { output_type: 'error', ename: 'E', evalue: 'v', traceback: [] },
            ],
          },
        ],
      }),
    );
    assert.equal(cells[0]?.source, '# a\nb');
    assert.equal(cells[1]?.count, 3);
    assert.deepEqual(cells[1]?.outputs, [
      { kind: 'text', text: 'careful', isError: true },
      { kind: 'image', url: 'data:image/png;base64,aGk=' },
      { kind: 'text', text: 'E: v', isError: true },
    ]);
    assert.throws(() => parseNotebook('{}'), /no cells/);
  });
});

describe('the search of a log', () => {
  it('finds words through colours, whichever their case', () => {
    const lines = ansiLines('one\n\x1b[31mER\x1b[0mROR here\nerror: error');
    assert.deepEqual(linesWith(lines, 'error'), [1, 2]);
    assert.deepEqual(linesWith(lines, ''), []);
    assert.deepEqual(
      markMatches('error: Error!', 'error').filter(({ isMatch }) => isMatch),
      [
        { text: 'error', isMatch: true },
        { text: 'Error', isMatch: true },
      ],
    );
  });
});

it('a file is shown by its name', () => {
  const kinds = ['a/b.PNG', 'MLmodel', 'x.tar.gz', 'Dockerfile', 'y.ipynb', 'z.npz', 'w.parquet', 'noname'];
  assert.deepEqual(kinds.map(artifactKind), [
    'image',
    'yaml',
    'binary',
    'text',
    'notebook',
    'numpy',
    'parquet',
    'binary',
  ]);
});
