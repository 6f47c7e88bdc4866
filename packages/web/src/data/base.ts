/** The path that the app is served below, '' at a root; the server says it, since only it knows of a proxy's prefix. */
export const BASE =
  document.querySelector<HTMLMetaElement>('meta[name="orrery-base"]')?.content.replace(/\/$/, '') ?? '';

/** A path of the server as this page reaches it: `urlOf('/api/live')`. */
export function urlOf(path: string): string {
  return BASE + path;
}
