/** Cuts text into words as a POSIX shell does (Python's `shlex.split`). Null for an open quote or escape. */
export function shellWords(text: string): string[] | null {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let at = 0; at < text.length; at++) {
    const char = text[at] as string;
    if (quote) {
      if (char === quote) quote = '';
      else if (char === '\\' && quote === '"') {
        at += 1;
        if (at === text.length) return null;
        const escaped = text[at] as string;
        word += escaped === '"' || escaped === '\\' ? escaped : `\\${escaped}`;
      } else word += char;
    } else if (char === '"' || char === "'") {
      word ??= '';
      quote = char;
    } else if (char === '\\') {
      at += 1;
      if (at === text.length) return null;
      word = (word ?? '') + text[at];
    } else if (' \t\r\n'.includes(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + char;
  }
  if (quote) return null;
  if (word !== undefined) words.push(word);
  return words;
}
