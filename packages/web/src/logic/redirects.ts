const RUN_TABS: Readonly<Record<string, string>> = {
  'model-metrics': 'charts',
  'system-metrics': 'system',
  artifacts: 'artifacts',
};

/**
 * The path that an old link means, or null where it means itself.
 * MLflow's clients print `/#/experiments/1/runs/<id>`, optuna-dashboard `/dashboard/studies/1`.
 */
export function legacyPath(pathname: string, hash: string): string | null {
  if (hash.startsWith('#/')) return fromHash(hash.slice(1));
  const dashboard = /^\/dashboard(?:\/(?:studies\/(\d+))?.*)?$/.exec(pathname);
  if (dashboard) return dashboard[1] ? `/studies/${dashboard[1]}` : '/studies';
  return null;
}

function fromHash(target: string): string {
  const [path = '/', query = ''] = target.split('?', 2);
  const run = /^(\/experiments\/[^/]+\/runs\/[^/]+)(?:\/([^/]+))?/.exec(path);
  if (run?.[1]) {
    const tab = RUN_TABS[run[2] ?? ''];
    return tab ? `${run[1]}?tab=${tab}` : run[1];
  }
  const experiment = /^(\/experiments\/[^/]+)/.exec(path);
  if (experiment?.[1]) {
    const filter = new URLSearchParams(query).get('searchFilter');
    return filter ? `${experiment[1]}?filter=${encodeURIComponent(filter)}` : experiment[1];
  }
  return path.startsWith('//') ? '/' : path;
}
