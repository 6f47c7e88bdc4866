const HEX = /^[0-9a-f]{32}$/;

/**
 * Ids of runs as the fragment of the address of a comparison, 22 characters each. A fragment stays in the browser, so that
 * no server on the way finds an address of 500 runs too long.
 */
export function packRunIds(ids: readonly string[]): string {
  return ids.map((id) => (HEX.test(id) ? toBase64(id) : `.${encodeURIComponent(id)}`)).join(',');
}

/** The ids of such a fragment; what is none is left out. */
export function unpackRunIds(fragment: string): string[] {
  const ids = fragment
    .replace(/^#/, '')
    .split(',')
    .flatMap((part) => {
      if (part.startsWith('.')) return decodeURIComponent(part.slice(1));
      return /^[\w-]{22}$/.test(part) ? fromBase64(part) : [];
    });
  return [...new Set(ids)];
}

function toBase64(hex: string): string {
  const bytes = hex.match(/../g)?.map((pair) => String.fromCharCode(Number.parseInt(pair, 16))) ?? [];
  return btoa(bytes.join('')).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function fromBase64(text: string): string {
  const bytes = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return [...bytes].map((char) => char.charCodeAt(0).toString(16).padStart(2, '0')).join('');
}
