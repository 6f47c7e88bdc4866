import { parseStoreUri } from '@orrery/database';
import { openDatabase, SqlTrackingStore } from '@orrery/tracking';
import { Random } from '../../packages/sweeps/src/random.ts';

const MODELS = ['logreg', 'mlp', 'forest', 'boosting', 'svm'];
const DATASETS = ['wine', 'digits', 'cancer', 'diabetes'];
const OPTIMIZERS = ['adam', 'sgd', 'lion'];
const STEPS = 8;
const AT_ONCE = 400;
const EVERY_MS = 60_000;

/**
 * An experiment `many` of so many runs, each with seven params, five metrics, one of them with a history, and tags; every
 * fiftieth is the parent of the nine after it.
 *
 * @returns its id
 */
export async function fillRuns(file: string, artifactRoot: string, count: number): Promise<string> {
  const database = await openDatabase(parseStoreUri(`sqlite:///${file}`), artifactRoot);
  const store = new SqlTrackingStore({ database, artifactRoot });
  const experimentId = await store.createExperiment('many', '', []);
  const random = new Random(7);
  const first = Date.now() - count * EVERY_MS;
  let parent = '';
  for (let done = 0; done < count; done += AT_ONCE) {
    const batch = Array.from({ length: Math.min(AT_ONCE, count - done) }, (_, place) => done + place);
    await Promise.all(
      batch.map(async (index) => {
        const startTime = first + index * EVERY_MS;
        const pick = (from: string[]) => from[Math.floor(random.next() * from.length)] as string;
        const [model, dataset, optimizer] = [pick(MODELS), pick(DATASETS), pick(OPTIMIZERS)];
        const [lr, dropout, depth] = [10 ** (-5 + 4 * random.next()), 0.6 * random.next(), random.next()];
        const noise = random.next();
        const isParent = index % 50 === 0;
        const runId = index.toString(16).padStart(8, '0') + 'a'.repeat(24);
        if (isParent) parent = runId;
        const loss = (Math.log10(lr) + 3) ** 2 / 4 + dropout / 3 + noise / 5;
        const finals = {
          val_loss: loss,
          val_accuracy: 1 / (1 + loss),
          f1: 0.95 / (1 + loss),
          train_loss: loss * 0.8,
          seconds: 10 + 100 * depth,
        };
        await store.createRun({
          experimentId,
          runId,
          userId: 'ada',
          startTime,
          runName: `${model}-${index}`,
          tags: [
            { key: 'mlflow.user', value: 'ada' },
            { key: 'mlflow.source.name', value: 'train.py' },
            { key: 'orrery.dataset', value: dataset },
            { key: 'orrery.model', value: model },
            ...(index % 50 > 0 && index % 50 < 10 ? [{ key: 'mlflow.parentRunId', value: parent }] : []),
          ],
        });
        await store.logBatch(runId, {
          params: Object.entries({
            model,
            dataset,
            optimizer,
            learning_rate: lr.toPrecision(4),
            dropout: dropout.toFixed(3),
            depth: String(1 + Math.floor(12 * depth)),
            seed: String(index % 10),
          }).map(([key, value]) => ({ key, value })),
          tags: [],
          metrics: Object.entries(finals).flatMap(([key, value]) =>
            Array.from({ length: key === 'val_loss' ? STEPS : 1 }, (_, step) => ({
              key,
              value: key === 'val_loss' ? value + 2 * Math.exp(-step) - 2 * Math.exp(1 - STEPS) : value,
              timestamp: startTime + step * 1000,
              step: key === 'val_loss' ? step : STEPS - 1,
            })),
          ),
        });
        if (index < count - 5)
          await store.updateRun(runId, {
            status: index % 23 === 0 ? 'FAILED' : 'FINISHED',
            endTime: startTime + Math.round(1000 * finals.seconds),
          });
      }),
    );
  }
  await store.close();
  return experimentId;
}
