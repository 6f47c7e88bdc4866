/** The rows of a CSV or TSV text, quotes honoured, cells trimmed, at most `limit` rows. */
export function parseCsv(text: string, limit = Number.POSITIVE_INFINITY): string[][] {
  const delimiter = guessDelimiter(text);
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  const endCell = (): void => {
    row.push(cell.trim());
    cell = '';
  };
  const endRow = (): void => {
    endCell();
    if (row.length > 1 || row[0] !== '') rows.push(row);
    row = [];
  };
  for (let index = 0; index < text.length && rows.length < limit; index += 1) {
    const char = text[index];
    if (quoted) {
      if (char !== '"') cell += char;
      else if (text[index + 1] === '"') {
        cell += '"';
        index += 1;
      } else quoted = false;
    } else if (char === '"' && cell.trim() === '') {
      quoted = true;
      cell = '';
    } else if (char === delimiter) endCell();
    else if (char === '\n') endRow();
    else if (char !== '\r') cell += char;
  }
  if (rows.length < limit && (cell !== '' || row.length > 0)) endRow();
  return rows;
}

function guessDelimiter(text: string): string {
  const head = text.slice(0, text.indexOf('\n') >>> 0);
  return ['\t', ';', ','].reduce(
    (best, candidate) => (head.split(candidate).length > head.split(best).length ? candidate : best),
    ',',
  );
}
