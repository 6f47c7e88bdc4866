import { ARTIFACTS } from './artifacts.ts';
import { BASICS } from './basics.ts';
import { FORMS } from './forms.ts';
import { LOGGED_MODEL_SEARCHES } from './logged-model-search.ts';
import { LOGGED_MODELS } from './logged-models.ts';
import { METRICS } from './metrics.ts';
import { PAGES } from './pages.ts';
import { REGISTRY_STEPS } from './registry.ts';
import { VALUES } from './values.ts';
import { WEBHOOKS } from './webhooks.ts';

export const STEPS = [
  ...BASICS,
  ...METRICS,
  ...VALUES,
  ...FORMS,
  ...PAGES,
  ...LOGGED_MODELS,
  ...LOGGED_MODEL_SEARCHES,
  ...REGISTRY_STEPS,
  ...ARTIFACTS,
  // Last, so that nobody is told of anything.
  ...WEBHOOKS,
];
