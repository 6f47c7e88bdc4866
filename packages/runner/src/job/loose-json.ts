/**
 * As `JSON.parse`, but NaN and infinities, which Python writes as bare words, become null.
 *
 * @throws SyntaxError
 */
export function parseLooseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!/NaN|Infinity/.test(text)) throw error;
    return JSON.parse(
      text.replace(/"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g, (found) =>
        found[0] === '"' ? found : 'null',
      ),
    );
  }
}
