/** What the page of results says. */
export const TEXT = {
  title: 'Results',
  boards: 'Leaderboards',
  plots: 'Plots',
  none: 'No manifest has left results yet',
  noneHint: 'Once its jobs are finished, their models stand here in order, dataset by dataset.',
  experiment: 'Experiment',
  metric: 'Metric',
  better: 'Better is',
  more: 'more is better',
  less: 'less is better',
  plot: 'Plot',
  noPlots: 'No run that is best has an image among its artifacts',
  noPlotsHint: 'An image that a job leaves in its output folder appears here, by dataset and model.',
  ofBest: 'Of the best run of each pair.',
  openRun: 'Open the run',
  how: 'Means over finished runs, with the standard deviation. A model is marked as level with the first where a Welch t-test finds no difference at 5 %; that takes two runs of each, for example with other seeds.',
} as const;
