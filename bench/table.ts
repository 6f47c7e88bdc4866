/** One thing that was measured on each server. */
export interface Row {
  title: string;
  unit: string;
  figures: Record<string, number>;
  lessIsBetter?: boolean;
}

/** A table in Markdown; the last columns say how far Orrery is ahead of the better MLflow, and of FastTrackML. */
export function table(rows: Row[]): string {
  const servers = [...new Set(rows.flatMap(({ figures }) => Object.keys(figures)))];
  const lines = rows.map(({ title, unit, figures, lessIsBetter = false }) => {
    const shown = servers.map((name) =>
      name in figures ? `${number(figures[name] as number)} ${unit}` : '',
    );
    const ahead = (...peers: string[]) => {
      const theirs = peers.flatMap((name) => figures[name] ?? []);
      const own = figures.orrery;
      if (own === undefined || theirs.length === 0) return '';
      const ratio = lessIsBetter ? Math.min(...theirs) / own : own / Math.max(...theirs);
      return Number.isFinite(ratio) ? `${ratio.toFixed(1)}×` : '';
    };
    return [title, ...shown, ahead('mlflow', 'mlflow4'), ahead('fasttrackml')];
  });
  const head = ['', ...servers, 'to MLflow', 'to FastTrackML'];
  const rule = head.map((_, column) => (column === 0 ? '---' : '--:'));
  return [head, rule, ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function number(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: value < 1 ? 3 : value < 10 ? 2 : 0 });
}
