/** An array of NumPy's `.npy` format, version 1 to 3 (numpy.lib.format). */
export interface NumpyArray {
  dtype: string;
  shape: number[];
  fortran: boolean;
  /** In the order of the file; null where the type is none that is read here (objects, structures). */
  values: Float64Array | string[] | null;
}

const MAGIC = '\x93NUMPY';

/** @throws Error for bytes that are no whole `.npy` file */
export function parseNpy(buffer: ArrayBuffer): NumpyArray {
  const head = readHead(buffer);
  const count = head.shape.reduce((product, size) => product * size, 1);
  return { ...head, values: readValues(new DataView(buffer, head.offset), head.dtype, count) };
}

function readHead(buffer: ArrayBuffer) {
  const view = new DataView(buffer);
  const bytes = new Uint8Array(buffer);
  if (bytes.length < 12 || String.fromCharCode(...bytes.subarray(0, 6)) !== MAGIC)
    throw new Error('This is no .npy file: its first bytes are others.');
  const isLong = bytes[6] !== 1;
  const from = isLong ? 12 : 10;
  const offset = from + (isLong ? view.getUint32(8, true) : view.getUint16(8, true));
  const text = new TextDecoder(bytes[6] === 3 ? 'utf-8' : 'latin1').decode(bytes.subarray(from, offset));
  const dtype = /'descr':\s*'([^']+)'/.exec(text)?.[1] ?? /'descr':\s*(\[.*?\])\s*,/s.exec(text)?.[1];
  const shape = /'shape':\s*\(([^)]*)\)/.exec(text)?.[1];
  if (dtype === undefined || shape === undefined) throw new Error('The head of this .npy file is not whole.');
  return {
    dtype,
    shape: shape
      .split(',')
      .filter((size) => size.trim() !== '')
      .map(Number),
    fortran: /'fortran_order':\s*True/.test(text),
    offset,
  };
}

type Read = (view: DataView, at: number, little: boolean) => number;

const READERS: Readonly<Record<string, Read>> = {
  f2: (view, at, little) => view.getFloat16(at, little),
  f4: (view, at, little) => view.getFloat32(at, little),
  f8: (view, at, little) => view.getFloat64(at, little),
  i1: (view, at) => view.getInt8(at),
  i2: (view, at, little) => view.getInt16(at, little),
  i4: (view, at, little) => view.getInt32(at, little),
  i8: (view, at, little) => Number(view.getBigInt64(at, little)),
  u1: (view, at) => view.getUint8(at),
  u2: (view, at, little) => view.getUint16(at, little),
  u4: (view, at, little) => view.getUint32(at, little),
  u8: (view, at, little) => Number(view.getBigUint64(at, little)),
  b1: (view, at) => view.getUint8(at),
};

function readValues(view: DataView, dtype: string, count: number): Float64Array | string[] | null {
  const little = dtype[0] !== '>';
  const kind = dtype.slice(1);
  const size = Number(kind.slice(1)) * (kind[0] === 'U' ? 4 : 1);
  const read = READERS[kind];
  if (!read && kind[0] !== 'U' && kind[0] !== 'S') return null;
  if (view.byteLength < count * size) throw new Error('This .npy file ends before its last value.');
  if (read) return Float64Array.from({ length: count }, (_, index) => read(view, index * size, little));
  const width = kind[0] === 'U' ? 4 : 1;
  return Array.from({ length: count }, (_, index) => {
    let text = '';
    for (let at = index * size; at < (index + 1) * size; at += width) {
      const code = width === 4 ? view.getUint32(at, little) : view.getUint8(at);
      if (code > 0) text += String.fromCodePoint(code);
    }
    return text;
  });
}

/** What can be said of numbers in a few words; means and deviations of the finite ones. */
export interface NumberSummary {
  count: number;
  notFinite: number;
  zeros: number;
  low: number;
  high: number;
  mean: number;
  deviation: number;
}

export function summary(values: Float64Array): NumberSummary {
  let [finite, zeros, mean, squares] = [0, 0, 0, 0];
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    finite += 1;
    if (value === 0) zeros += 1;
    if (value < low) low = value;
    if (value > high) high = value;
    // Welford's update keeps the figures of large values.
    const delta = value - mean;
    mean += delta / finite;
    squares += delta * (value - mean);
  }
  return {
    count: values.length,
    notFinite: values.length - finite,
    zeros,
    low,
    high,
    mean: finite > 0 ? mean : Number.NaN,
    deviation: finite > 0 ? Math.sqrt(squares / finite) : Number.NaN,
  };
}

/** The last two axes at a place of the others, row by row: what is shown as a picture or a table. */
export function plane(
  array: NumpyArray,
  leading: number,
): { rows: number; columns: number; index: (row: number, column: number) => number } {
  const { shape, fortran } = array;
  const rows = shape.length > 1 ? (shape.at(-2) ?? 1) : 1;
  const columns = shape.at(-1) ?? 1;
  const outer = shape.slice(0, -2);
  if (!fortran) {
    const start = leading * rows * columns;
    return { rows, columns, index: (row, column) => start + row * columns + column };
  }
  // The first axis is the fastest; `leading` counts the others as C does.
  let start = 0;
  let stride = 1;
  let rest = leading;
  const places = outer.map(() => 0);
  for (let axis = outer.length - 1; axis >= 0; axis -= 1) {
    const size = outer[axis] ?? 1;
    places[axis] = rest % size;
    rest = Math.floor(rest / size);
  }
  outer.forEach((size, axis) => {
    start += (places[axis] ?? 0) * stride;
    stride *= size;
  });
  const isRow = shape.length < 2;
  return {
    rows,
    columns,
    index: (row, column) => (isRow ? column : start + row * stride + column * stride * rows),
  };
}
