import { BASICS } from './basics.ts';
import { FORMS } from './forms.ts';
import { LOGGED_MODELS } from './logged-models.ts';
import { METRICS } from './metrics.ts';
import { PAGES } from './pages.ts';
import { VALUES } from './values.ts';

export const STEPS = [...BASICS, ...METRICS, ...VALUES, ...FORMS, ...PAGES, ...LOGGED_MODELS];
