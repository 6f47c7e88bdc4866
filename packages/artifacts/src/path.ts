import { invalid } from '@orrery/core';

/**
 * Checks a path that came from a client: relative, no `..`, no control characters, however often it is
 * percent-encoded.
 *
 * @returns the decoded path without empty and `.` segments
 * @throws OrreryError INVALID_PARAMETER_VALUE "Invalid path", as MLflow words it
 */
export function safePath(path: string): string {
  const decoded = decodeFully(path);
  const segments = decoded.split('/');
  const absolute = decoded.startsWith('/') || /^([a-z]|file):/i.test(decoded);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is refused
  const unsafe = /[\u0000-\u001f\u007f\\#]/.test(decoded);
  if (absolute || unsafe || segments.includes('..')) throw invalid('Invalid path');
  return segments.filter((segment) => segment !== '' && segment !== '.').join('/');
}

function decodeFully(path: string): string {
  let current = path;
  for (let round = 0; round < 10; round++) {
    let next: string;
    try {
      next = decodeURIComponent(current);
    } catch {
      return current;
    }
    if (next === current) return current;
    current = next;
  }
  throw invalid('Invalid path');
}
