import { createHash } from 'node:crypto';

/**
 * What the web app's page may load (https://www.w3.org/TR/CSP3/): scripts of ours and those that are in the page, by
 * their hashes; nothing of other servers.
 */
export function contentPolicy(page: string): string {
  const inline = [...page.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, script = '']) => {
    const hash = createHash('sha256').update(script).digest('base64');
    return `'sha256-${hash}'`;
  });
  return [
    "default-src 'self'",
    // Files of tables and arrays are read by WebAssembly.
    `script-src 'self' 'wasm-unsafe-eval' ${inline.join(' ')}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "font-src 'self' data:",
    "connect-src 'self' blob: data:",
    "worker-src 'self' blob:",
    "frame-src 'self' blob:",
    "object-src 'self' blob:",
    "base-uri 'none'",
    "form-action 'self'",
  ].join('; ');
}
