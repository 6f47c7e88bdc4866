const LONGEST = 250;

/** A metric's name as MLflow takes it: what it refuses, `:` among it, becomes `_`. */
export function metricName(name: string): string {
  const plain = name.trim().replace(/[^\p{L}\p{N}_\-. /]/gu, '_');
  return (
    plain
      .replace(/\/+/g, '/')
      .replace(/^\/+|\/+$/g, '')
      .replace(/(^|\/)\.\.?(?=\/|$)/g, '$1_')
      .slice(0, LONGEST) || '_'
  );
}
