/** The largest id that a column of Optuna's holds in PostgreSQL. */
const MAX_ID = 2 ** 31 - 1;

/** Whether a row may have this id at all. */
export function isId(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= MAX_ID;
}
