import { pythonBytes, pythonFloat, pythonRepr } from '../python-repr.ts';

/** A value that is no string has only its `repr`, for messages. */
export interface Literal {
  repr: string;
  text?: string;
  /** Set for a tuple. */
  items?: Literal[];
}

/**
 * Reads text as Python's `ast.literal_eval` does: strings with prefixes, escapes and implicit
 * concatenation, numbers, constants, tuples and lists. Null for anything else.
 */
export function readPythonLiteral(text: string): Literal | null {
  const reader = new Reader(text);
  const value = reader.value();
  return value && reader.atEnd() ? value : null;
}

const BLANKS = /(?:[ \t\f\r\n]|#[^\r\n]*|\\(?:\r\n|\r|\n))*/y;
const STRING = /([rbu]|rb|br)?("""|'''|"|')/iy;
const NUMBER =
  /([+-]?)[ \t]*(?:(0x[\da-f]+(?:_[\da-f]+)*|0b[01]+(?:_[01]+)*|0o[0-7]+(?:_[0-7]+)*)|((?:\d+(?:_\d+)*)?\.\d+(?:_\d+)*(?:e[+-]?\d+)?|\d+(?:_\d+)*\.?e[+-]?\d+|\d+(?:_\d+)*\.)|([1-9]\d*(?:_\d+)*|0+(?:_0+)*))(?![\p{L}\p{N}_.])/iuy;
const CONSTANT = /(?:None|True|False)(?![\p{L}\p{N}_])/uy;

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  atEnd(): boolean {
    this.#match(BLANKS);
    return this.#at === this.#text.length;
  }

  value(): Literal | null {
    this.#match(BLANKS);
    if (this.#take('(')) return this.#sequence(')');
    if (this.#take('[')) return this.#sequence(']');
    const constant = this.#match(CONSTANT)?.[0];
    if (constant) return { repr: constant };
    return this.#number() ?? this.#strings();
  }

  #sequence(closer: ')' | ']'): Literal | null {
    const items: Literal[] = [];
    let separated = true;
    while (true) {
      this.#match(BLANKS);
      if (this.#take(closer)) break;
      const item = separated ? this.value() : null;
      if (!item) return null;
      items.push(item);
      this.#match(BLANKS);
      separated = this.#take(',');
    }
    const shown = items.map((item) => item.repr).join(', ');
    if (closer === ']') return { repr: `[${shown}]` };
    if (items.length === 1 && !separated) return items[0] as Literal;
    return { repr: `(${shown}${items.length === 1 ? ',' : ''})`, items };
  }

  #number(): Literal | null {
    const found = this.#match(NUMBER);
    if (!found) return null;
    const [, sign, radix, float, decimal] = found;
    if (float !== undefined) {
      const value = Number(float.replaceAll('_', ''));
      return { repr: pythonFloat(sign === '-' ? -value : value) };
    }
    const value = BigInt(((radix ?? decimal) as string).replaceAll('_', ''));
    return { repr: String(sign === '-' ? -value : value) };
  }

  /** One string or several that follow one another, which Python reads as one. */
  #strings(): Literal | null {
    let text = '';
    let kind: boolean | undefined;
    while (true) {
      this.#match(BLANKS);
      const opener = this.#match(STRING);
      if (!opener) break;
      const prefix = (opener[1] ?? '').toLowerCase();
      const bytes = prefix.includes('b');
      const body = this.#body(opener[2] as string);
      const part = body === null ? null : prefix.includes('r') ? body : resolveEscapes(body, bytes);
      if (part === null || (kind !== undefined && kind !== bytes)) return null;
      kind = bytes;
      text += part;
    }
    if (kind === undefined) return null;
    return kind ? bytesLiteral(text) : { repr: pythonRepr(text), text };
  }

  #body(quote: string): string | null {
    const start = this.#at;
    while (this.#at < this.#text.length) {
      if (this.#text.startsWith(quote, this.#at)) {
        this.#at += quote.length;
        return this.#text.slice(start, this.#at - quote.length).replace(/\r\n?/g, '\n');
      }
      if (quote.length === 1 && /[\r\n]/.test(this.#text[this.#at] as string)) return null;
      if (this.#text[this.#at] === '\\') this.#at += this.#text.startsWith('\r\n', this.#at + 1) ? 2 : 1;
      this.#at += 1;
    }
    return null;
  }

  #take(mark: string): boolean {
    const found = this.#text.startsWith(mark, this.#at);
    if (found) this.#at += mark.length;
    return found;
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found) this.#at = pattern.lastIndex;
    return found;
  }
}

function bytesLiteral(text: string): Literal | null {
  const codes = [...text].map((char) => char.codePointAt(0) as number);
  return codes.some((code) => code > 0xff) ? null : { repr: pythonBytes(Uint8Array.from(codes)) };
}

const SIMPLE: Record<string, string> = {
  '\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};
const ESCAPE = /\\(?:([0-7]{1,3})|x([\da-f]{0,2})|u([\da-f]{0,4})|U([\da-f]{0,8})|(.))/gisu;

/** Null where an escape is cut short; one that Python does not know stays as it is. */
function resolveEscapes(body: string, bytes: boolean): string | null {
  let broken = false;
  const text = body.replace(ESCAPE, (whole, octal, x, u4, u8, char) => {
    if (octal !== undefined) return String.fromCodePoint(Number.parseInt(octal, 8) & (bytes ? 0xff : 0x1ff));
    if (char !== undefined) {
      if (char === 'N' && !bytes) broken = true;
      return SIMPLE[char] ?? whole;
    }
    if (bytes && x === undefined) return whole;
    const digits: string = x ?? u4 ?? u8;
    const size = x !== undefined ? 2 : u4 !== undefined ? 4 : 8;
    const code = Number.parseInt(digits, 16);
    if (digits.length !== size || !/^[\da-f]+$/i.test(digits) || code > 0x10ffff) {
      broken = true;
      return '';
    }
    return String.fromCodePoint(code);
  });
  return broken ? null : text;
}
