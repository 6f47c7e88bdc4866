/** What the page compare-studies says. */
export const TEXT = {
  studies: 'Studies',
  compareStudies: 'Compare studies',
  objective: 'Objective',
  noStudiesCompare: 'No studies to compare',
  chooseSomeIn: 'Choose some in the',
  listStudies: 'list of studies',
  bestSoFar: 'Best so far',
  byTrial: 'by trial',
  bestValueSoFar: 'Best value so far of each study',
  distribution: 'Distribution',
  shareTrialsAtValue: 'share of trials at a value or less',
  empiricalDistributionEachStudy: 'Empirical distribution of each study',
  study: 'Study',
  trial: 'trial',
} as const;
