import type { AnsiPart } from './ansi.ts';

/** The places of the lines that contain some words, whichever their case; none where there are no words. */
export function linesWith(lines: readonly (readonly AnsiPart[])[], words: string): number[] {
  const needle = words.toLowerCase();
  if (needle === '') return [];
  const found: number[] = [];
  lines.forEach((parts, index) => {
    if (lineText(parts).toLowerCase().includes(needle)) found.push(index);
  });
  return found;
}

/** A text in pieces, those that match apart. */
export function markMatches(text: string, words: string): { text: string; isMatch: boolean }[] {
  if (words === '') return [{ text, isMatch: false }];
  const pieces: { text: string; isMatch: boolean }[] = [];
  const lower = text.toLowerCase();
  const needle = words.toLowerCase();
  let at = 0;
  for (let next = lower.indexOf(needle); next >= 0; next = lower.indexOf(needle, at)) {
    if (next > at) pieces.push({ text: text.slice(at, next), isMatch: false });
    at = next + needle.length;
    pieces.push({ text: text.slice(next, at), isMatch: true });
  }
  if (at < text.length) pieces.push({ text: text.slice(at), isMatch: false });
  return pieces;
}

function lineText(parts: readonly AnsiPart[]): string {
  return parts.length === 1 ? (parts[0]?.text ?? '') : parts.map(({ text }) => text).join('');
}
