/** What the page studies says. */
export const TEXT = {
  studies: 'Studies',
  chooseTwoStudiesOr: 'Choose two studies or more',
  compare: 'Compare',
  searchStudies: 'Search studies',
  nameTagOrAttribute: 'Name, tag or attribute',
  noStudyHasThat: 'No study has that in its name, tags or attributes',
  noStudiesYet: 'No studies yet',
  aManifestWith: 'A manifest with',
  runGridsearchTrue: 'run_gridsearch: true',
  makesOneForEach: 'makes one for each job; an Optuna client makes its own at the study store.',
  compare2: (name: string | number) => `Compare ${name}`,
  stopped: 'stopped',
} as const;
