export { settingName } from './by-name.ts';
export { constraintKey, constraintsOf, isFeasible, violation } from './constraints.ts';
export * from './distribution.ts';
export { readDistribution } from './freeze.ts';
export { type ImportanceData, readTrials, type Target } from './importance/data.ts';
export type { ImportanceEvaluator, Importances } from './importance/evaluator.ts';
export { Fanova } from './importance/fanova/fanova.ts';
export { MeanDecreaseImpurity } from './importance/impurity.ts';
export { evaluateImportance, IMPORTANCE_EVALUATORS, normalize } from './importance/names.ts';
export { PedAnova, type PedAnovaOptions } from './importance/ped-anova/ped-anova.ts';
export { nonDominatedBoxes } from './multiobjective/boxes.ts';
export { nonDominationRanks, onFront } from './multiobjective/domination.ts';
export { hypervolumeHistory, type VolumeProblem, volumeProblem } from './multiobjective/history.ts';
export { contributions, hypervolume } from './multiobjective/hypervolume.ts';
export { type Losses, toLosses } from './multiobjective/losses.ts';
export { paretoFront } from './multiobjective/pareto.ts';
export { type HyperbandOptions, HyperbandPruner } from './pruners/hyperband.ts';
export { MedianPruner } from './pruners/median.ts';
export { makePruner, PRUNER_NAMES, PRUNER_SCHEMA, type PrunerSetting } from './pruners/names.ts';
export { NopPruner } from './pruners/nop.ts';
export { type PatientOptions, PatientPruner } from './pruners/patient.ts';
export { type PercentileOptions, PercentilePruner } from './pruners/percentile.ts';
export type { PruneContext, Pruner } from './pruners/pruner.ts';
export { type SuccessiveHalvingOptions, SuccessiveHalvingPruner } from './pruners/successive-halving.ts';
export { type ThresholdOptions, ThresholdPruner } from './pruners/threshold.ts';
export { type WilcoxonOptions, WilcoxonPruner } from './pruners/wilcoxon.ts';
export { JsonText, parsePythonJson, toJson } from './python-json.ts';
export { Trial } from './running-trial.ts';
export { type BruteForceOptions, BruteForceSampler } from './samplers/bruteforce/bruteforce.ts';
export { type CmaEsOptions, CmaEsSampler } from './samplers/cmaes/cmaes.ts';
export { GPSampler, type GpOptions } from './samplers/gp/gp.ts';
export { type Grid, type GridOptions, GridSampler } from './samplers/grid/grid.ts';
export { makeSampler, SAMPLER_NAMES, SAMPLER_SCHEMA, type SamplerSetting } from './samplers/names.ts';
export type { GeneticOptions } from './samplers/nsga/genetic.ts';
export { NSGAIISampler } from './samplers/nsga/nsgaii.ts';
export { NSGAIIISampler, type Nsga3Options } from './samplers/nsga/nsgaiii.ts';
export { PartialFixedSampler } from './samplers/partial-fixed.ts';
export { QMCSampler, type QmcOptions } from './samplers/qmc/qmc.ts';
export { RandomSampler } from './samplers/random.ts';
export type { Sampler, StudyView, Suggestion } from './samplers/sampler.ts';
export { Suggester } from './samplers/suggester.ts';
export { TPESampler, type TpeOptions } from './samplers/tpe/tpe.ts';
export {
  askAsSet,
  createStudy,
  keepSettings,
  openStudy,
  type StudySettings,
  settingsOf,
  stopReason,
  stopStudy,
} from './settings.ts';
export { distributionOf, type ParamField, spaceOf } from './space.ts';
export { openStudyStore } from './sql/open.ts';
export { STUDY_SCHEMA } from './sql/schema/prepare.ts';
export { failStaleTrials, type Heartbeat } from './stale-trials.ts';
export type { NewParam, StudyRecord, StudyStore, StudySummary } from './store.ts';
export {
  type StoredParam,
  type StoredStudy,
  type StoredTrial,
  type TrialTemplate,
  waitingTrial,
} from './stored.ts';
export { Study } from './study.ts';
export { CrossValidationError } from './terminator/cross-validation-error.ts';
export type { ErrorEvaluator, ImprovementEvaluator } from './terminator/evaluators.ts';
export { type TerminatorPoint, terminatorHistory } from './terminator/history.ts';
export { MedianError, type MedianErrorOptions } from './terminator/median-error.ts';
export { ModelRegret, type ModelRegretOptions } from './terminator/model-regret.ts';
export { RegretBound, type RegretBoundOptions } from './terminator/regret-bound.ts';
export { BestValueStagnation } from './terminator/stagnation.ts';
export { StaticError } from './terminator/static-error.ts';
export { type Advice, Terminator, type TerminatorOptions } from './terminator/terminator.ts';
export { inThread } from './thread/thread.ts';
export * from './trial.ts';
