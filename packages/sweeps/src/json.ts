/** JSON as Python writes it: NaN and the infinities as bare words. */
export function parsePythonJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const quoted = text.replace(/"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g, (found) =>
      found.startsWith('"') ? found : JSON.stringify(found),
    );
    return JSON.parse(quoted);
  }
}
