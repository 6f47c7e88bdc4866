import type { Rule, Rules } from '../rule.ts';
import { ACCOUNT_RULES } from './accounts.ts';
import { ARTIFACT_RULES } from './artifacts.ts';
import { OWN_RULES } from './own.ts';
import { REGISTRY_RULES } from './registry.ts';
import { TRACKING_RULES } from './tracking.ts';

const RULES: Rules = {
  ...TRACKING_RULES,
  ...REGISTRY_RULES,
  ...ARTIFACT_RULES,
  ...ACCOUNT_RULES,
  ...OWN_RULES,
};

/** Of MLflow's service, and of its proxy of artifacts. */
const MLFLOW_PREFIX = /^\/api\/2\.0(\/mlflow(?=\/)|(?=\/mlflow-artifacts\/))/;

const found = new Map<string, Rule | null>();

/** The rule of a route; null where none is made, and nobody but an admin gets in. */
export function ruleOf(method: string, url: string): Rule | null {
  const key = `${method} ${url}`;
  let rule = found.get(key);
  if (rule === undefined) {
    const path = url.replace(MLFLOW_PREFIX, '');
    rule = RULES[`${method === 'HEAD' ? 'GET' : method} ${path}`] ?? RULES[`* ${path}`] ?? null;
    found.set(key, rule);
  }
  return rule;
}
