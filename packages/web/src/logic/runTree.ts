import type { Run } from '../data/model.ts';

/** A run and the runs nested under it. */
export interface RunNode {
  run: Run;
  children: RunNode[];
}

/** Runs as trees by `mlflow.parentRunId`. A child whose parent is not among them stands at the top. */
export function runTree(runs: readonly Run[]): RunNode[] {
  const nodes = new Map(runs.map((run) => [run.id, { run, children: [] as RunNode[] }]));
  const roots: RunNode[] = [];
  for (const node of nodes.values()) {
    const parent = nodes.get(node.run.tags['mlflow.parentRunId'] ?? '');
    if (parent && !isAncestor(node, parent, nodes)) parent.children.push(node);
    else roots.push(node);
  }
  return roots;
}

function isAncestor(node: RunNode, of: RunNode, nodes: ReadonlyMap<string, RunNode>): boolean {
  let current: RunNode | undefined = of;
  for (let depth = 0; current && depth < 64; depth += 1) {
    if (current === node) return true;
    current = nodes.get(current.run.tags['mlflow.parentRunId'] ?? '');
  }
  return current !== undefined;
}
