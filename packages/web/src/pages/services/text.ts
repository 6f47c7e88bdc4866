/** What the page of the services says. */
export const TEXT = {
  health: 'Health',
  well: 'All that the server needs is well.',
  lookAgain: 'Look again',
  looking: 'Looking…',
  optional: 'only for some jobs',
  throughput: 'Throughput',
  requests: 'requests a second',
  writes: 'writes a second',
  most: 'at most',
  away: 'Start the server with `orrery up` on its machine; `orrery doctor` there says what is in the way. This page goes on by itself once it answers.',
} as const;
