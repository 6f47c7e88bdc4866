import { isAbsolute, resolve } from 'node:path';

const SCHEME = /^[a-z][a-z0-9+.-]+:/i;

/** A folder, or its `file:` URI, as an absolute one; other URIs as they are. */
export function absoluteLocation(location: string): string {
  if (location === '' || isAbsolute(location)) return location;
  const relative = /^file:(?!\/)(.*)$/i.exec(location)?.[1];
  if (relative !== undefined) return `file://${resolve(relative)}`;
  return SCHEME.test(location) ? location : resolve(location);
}

/** Appends to the path of a location; the query or fragment of a URI stays behind it. */
export function appendToLocation(location: string | null, folder: string): string {
  const uri = (location ?? '').replace(/^file:\/(?!\/)/i, 'file:///');
  const [, path = '', rest = ''] = (SCHEME.test(uri) && /^([^?#]*)(.*)$/s.exec(uri)) || [uri, uri];
  return `${path.replace(/\/$/, '')}/${folder}${rest}`;
}
