/** What every container of ours is labelled with. */
export const LABELS = {
  run: 'orrery.run_id',
  host: 'orrery.host',
  process: 'orrery.pid',
  store: 'orrery.store',
};
