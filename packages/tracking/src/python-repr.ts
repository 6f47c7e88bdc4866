/** A string as Python's `repr` shows it, which MLflow's messages quote. */
export function pythonRepr(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const body = text
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    .replaceAll(quote, `\\${quote}`);
  return quote + body + quote;
}

/** Strings as Python shows a set of them; Python's order is arbitrary, this one is alphabetical. */
export function pythonSet(names: Iterable<string>): string {
  return `{${[...names].sort().map(pythonRepr).join(', ')}}`;
}

/** A float as Python's `repr` shows it: `1.0`, `1e+16`, `1e-05`, `inf`, `nan`. */
export function pythonFloat(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const [digits, exponent] = value.toExponential().split('e') as [string, string];
  const power = Number(exponent);
  if (power >= -4 && power < 16) {
    const plain =
      power < 0
        ? value.toFixed(Math.min(100, digits.replace(/[-.]/g, '').length - 1 - power))
        : String(value);
    return plain.includes('.') ? plain : `${plain}.0`;
  }
  return `${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}

/** Bytes as Python's `repr` shows them: `b'{"offset": 5}'`. */
export function pythonBytes(bytes: Uint8Array): string {
  const quote = bytes.includes(0x27) && !bytes.includes(0x22) ? '"' : "'";
  let shown = '';
  for (const byte of bytes) {
    const char = String.fromCharCode(byte);
    if (char === '\\' || char === quote) shown += `\\${char}`;
    else if (char === '\t') shown += '\\t';
    else if (char === '\n') shown += '\\n';
    else if (char === '\r') shown += '\\r';
    else if (byte < 0x20 || byte > 0x7e) shown += `\\x${byte.toString(16).padStart(2, '0')}`;
    else shown += char;
  }
  return `b${quote}${shown}${quote}`;
}

/** A value out of JSON as Python's `repr` shows it; a whole number is taken for an int. */
export function pythonJson(value: unknown): string {
  if (value === null) return 'None';
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (typeof value === 'string') return pythonRepr(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number')
    return Number.isInteger(value) ? BigInt(value).toString() : pythonFloat(value);
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(', ')}]`;
  const entries = Object.entries(value as object);
  return `{${entries.map(([key, item]) => `${pythonRepr(key)}: ${pythonJson(item)}`).join(', ')}}`;
}

/** A value out of JSON as Python's `json.dumps` writes it: ASCII, with a space after `,` and `:`. */
export function pythonDumps(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(pythonDumps).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, item]) => `${pythonDumps(key)}: ${pythonDumps(item)}`);
    return `{${entries.join(', ')}}`;
  }
  if (typeof value === 'bigint') return value.toString();
  const text = JSON.stringify(value) ?? 'null';
  return text.replace(/[\u007f-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
