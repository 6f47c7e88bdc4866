export type NotebookOutput =
  | { kind: 'text'; text: string; isError: boolean }
  | { kind: 'markdown'; text: string }
  | { kind: 'html'; text: string }
  | { kind: 'image'; url: string };

export interface NotebookCell {
  kind: 'markdown' | 'code' | 'raw';
  source: string;
  /** The `n` of `In [n]`. */
  count: number | null;
  outputs: NotebookOutput[];
}

type Text = string | readonly string[];

interface CellJson {
  cell_type?: string;
  source?: Text;
  input?: Text;
  execution_count?: number | null;
  outputs?: OutputJson[];
}

interface OutputJson {
  output_type?: string;
  name?: string;
  text?: Text;
  data?: Record<string, Text>;
  traceback?: readonly string[];
  ename?: string;
  evalue?: string;
}

/**
 * The cells of a Jupyter notebook, nbformat 3 and 4.
 *
 * @throws Error for a text that is no notebook
 */
export function parseNotebook(text: string): NotebookCell[] {
  const json = JSON.parse(text) as { cells?: CellJson[]; worksheets?: { cells?: CellJson[] }[] };
  const cells = json.cells ?? json.worksheets?.flatMap((sheet) => sheet.cells ?? []);
  if (!Array.isArray(cells)) throw new Error('This is no Jupyter notebook: it has no cells.');
  return cells.map((cell) => ({
    kind: cell.cell_type === 'markdown' || cell.cell_type === 'raw' ? cell.cell_type : 'code',
    source: joined(cell.source ?? cell.input),
    count: cell.execution_count ?? null,
    outputs: (cell.outputs ?? []).map(parseOutput),
  }));
}

function parseOutput(output: OutputJson): NotebookOutput {
  if (output.output_type === 'error' || output.output_type === 'pyerr') {
    const said = output.traceback?.join('\n') || `${output.ename}: ${output.evalue}`;
    return { kind: 'text', text: said, isError: true };
  }
  const { data } = output;
  if (!data) return { kind: 'text', text: joined(output.text), isError: output.name === 'stderr' };
  for (const type of ['image/png', 'image/jpeg', 'image/gif', 'image/webp']) {
    if (data[type] !== undefined)
      return { kind: 'image', url: `data:${type};base64,${joined(data[type]).replaceAll(/\s/g, '')}` };
  }
  if (data['image/svg+xml'] !== undefined)
    return {
      kind: 'image',
      url: `data:image/svg+xml;charset=utf-8,${encodeURIComponent(joined(data['image/svg+xml']))}`,
    };
  if (data['text/html'] !== undefined) return { kind: 'html', text: joined(data['text/html']) };
  if (data['text/markdown'] !== undefined) return { kind: 'markdown', text: joined(data['text/markdown']) };
  return { kind: 'text', text: joined(data['text/plain']), isError: false };
}

function joined(text: Text | undefined): string {
  return typeof text === 'string' ? text : (text ?? []).join('');
}
