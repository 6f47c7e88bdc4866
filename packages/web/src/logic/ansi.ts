/** A piece of a line, and how a terminal would show it. */
export interface AnsiPart {
  text: string;
  /** 0 to 15, or a CSS colour. */
  color: number | string | null;
  background: number | string | null;
  bold: boolean;
  dim: boolean;
  italic: boolean;
  underline: boolean;
}

type Style = Omit<AnsiPart, 'text'>;

const PLAIN: Style = {
  color: null,
  background: null,
  bold: false,
  dim: false,
  italic: false,
  underline: false,
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
const SEQUENCE = /\x1b(?:\[([\d;:]*)([A-Za-z])|\][^\x07\x1b]*(?:\x07|\x1b\\)|[()][A-Z0-9]|[=>78])/g;

/** A terminal's output, and what is needed to go on where more of it comes. */
export interface Terminal {
  text: string;
  lines: AnsiPart[][];
  /** Where the last line begins, and in which style. */
  lastAt: number;
  lastStyle: Style;
}

/**
 * Lines of a terminal's output, each in its parts: colours and weights of SGR (ECMA-48) are kept, other sequences are left
 * out, and a carriage return begins its line anew, as progress bars do.
 */
export function ansiLines(text: string): AnsiPart[][] {
  return readTerminal(text, null).lines;
}

/** What `ansiLines` says, and quickly where the text is one that was read before, and more. */
export function readTerminal(text: string, before: Terminal | null): Terminal {
  const known = before && text.startsWith(before.text) ? before : null;
  const lines = known ? known.lines.slice(0, -1) : [];
  let lastStyle = known?.lastStyle ?? PLAIN;
  let lastAt = known?.lastAt ?? 0;
  for (;;) {
    const end = text.indexOf('\n', lastAt);
    const [parts, style] = readLine(text.slice(lastAt, end < 0 ? undefined : end), lastStyle);
    lines.push(parts);
    if (end < 0) return { text, lines, lastAt, lastStyle };
    lastAt = end + 1;
    lastStyle = style;
  }
}

/** The parts of a line that begins in a style, and the style that it ends in. */
function readLine(raw: string, begin: Style): [AnsiPart[], Style] {
  let style = begin;
  const line = raw.replace(/\r$/, '');
  const parts: AnsiPart[] = [];
  const add = (piece: string) => {
    const last = piece.lastIndexOf('\r');
    if (last >= 0) parts.length = 0;
    const shown = piece.slice(last + 1);
    if (shown !== '') parts.push({ ...style, text: shown });
  };
  let at = 0;
  for (const match of line.matchAll(SEQUENCE)) {
    add(line.slice(at, match.index));
    at = match.index + match[0].length;
    if (match[2] === 'm') style = restyle(style, match[1] ?? '');
  }
  add(line.slice(at));
  return [parts, style];
}

function restyle(style: Style, codes: string): Style {
  const list = codes.split(/[;:]/).map(Number);
  let next = { ...style };
  for (let index = 0; index < list.length; index += 1) {
    const code = list[index] ?? 0;
    if (code === 0) next = { ...PLAIN };
    else if (code === 1) next.bold = true;
    else if (code === 2) next.dim = true;
    else if (code === 3) next.italic = true;
    else if (code === 4) next.underline = true;
    else if (code === 22) next.bold = next.dim = false;
    else if (code === 23) next.italic = false;
    else if (code === 24) next.underline = false;
    else if (code === 38 || code === 48) {
      const [color, used] = extended(list.slice(index + 1));
      if (code === 38) next.color = color;
      else next.background = color;
      index += used;
    } else if (code === 39) next.color = null;
    else if (code === 49) next.background = null;
    else if (code >= 30 && code <= 37) next.color = code - 30;
    else if (code >= 90 && code <= 97) next.color = code - 82;
    else if (code >= 40 && code <= 47) next.background = code - 40;
    else if (code >= 100 && code <= 107) next.background = code - 92;
  }
  return next;
}

/** `5;N` of 256 colours, or `2;R;G;B`; with how many codes it took. */
function extended([kind, a = 0, b = 0, c = 0]: number[]): [number | string | null, number] {
  if (kind === 2) return [`rgb(${a} ${b} ${c})`, 4];
  if (kind !== 5) return [null, 1];
  if (a < 16) return [a, 2];
  if (a >= 232) return [`rgb(${grey(a)} ${grey(a)} ${grey(a)})`, 2];
  const level = (value: number) => (value === 0 ? 0 : 55 + value * 40);
  const cube = a - 16;
  return [`rgb(${level(Math.floor(cube / 36))} ${level(Math.floor(cube / 6) % 6)} ${level(cube % 6)})`, 2];
}

function grey(index: number): number {
  return 8 + (index - 232) * 10;
}
