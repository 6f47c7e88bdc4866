/** What the palette says. */
export const TEXT = {
  design: 'Design',
  runQueue: 'Run queue',
  configureARun: 'Configure a run',
  title: 'Go to or do',
  hint: 'An experiment, a run, a study, a page, an action',
  nothing: 'Nothing is called that',
  page: 'page',
  experiment: 'experiment',
  study: 'study',
  run: 'run',
  action: 'action',
  colours: {
    system: 'Colours as the system',
    light: 'Light colours',
    dark: 'Dark colours',
    contrast: 'High contrast',
  },
} as const;
