import type { ImportanceData } from './data.ts';

/** How much each parameter matters, by name. Not normalised. */
export type Importances = Record<string, number>;

/** A way to say how much parameters matter. */
export interface ImportanceEvaluator {
  evaluate(data: ImportanceData): Importances;
}
