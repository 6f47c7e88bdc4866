const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Decodes base64 as Python does: other characters are skipped. Null where characters are missing. */
export function decodeBase64(text: string): Uint8Array | null {
  const bytes: number[] = [];
  let bits = 0;
  let filled = 0;
  let pads = 0;
  for (const char of text) {
    if (char > '\x7f') return null;
    if (char === '=') {
      if (filled >= 2) pads += 1;
      if (filled >= 2 && filled + pads >= 4) return Uint8Array.from(bytes);
      continue;
    }
    const value = ALPHABET.indexOf(char);
    if (value < 0) continue;
    pads = 0;
    bits = ((bits << 6) | value) & 0xffff;
    filled = (filled + 1) % 4;
    if (filled !== 1) bytes.push((bits >> (((4 - filled) % 4) * 2)) & 0xff);
  }
  return filled === 0 ? Uint8Array.from(bytes) : null;
}
