import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type Database, type Session, SqliteSession } from '@orrery/database';
import { parseStoreUri } from '@orrery/database/store-uri';
import { openDatabase, type SearchRuns, SqlTrackingStore } from '@orrery/tracking';
import { ColumnCache } from '../src/sql/columns/column-cache.ts';
import { searchRuns } from '../src/sql/search-runs.ts';
import { mulberry32 } from './search-generator.ts';

const RUNS = 2500;

describe('searches of a large experiment', () => {
  const random = mulberry32(11);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  let folder: string;
  let database: Database;
  let store: SqlTrackingStore;
  let columns: ColumnCache;
  let experimentId: string;
  const runIds: string[] = [];
  /** Statements that looked at some runs only, and at all. */
  const looks = { few: 0, all: 0 };

  const createRun = async (step: number) => {
    const tags = [
      { key: 'team', value: step % 50 === 0 ? 'few' : 'many' },
      { key: 'word', value: pick(['é', 'z', 'ab', 'Z', '\n', 'a']) + step },
      { key: 'rare', value: pick(['\u{1f300}', '\uff21', 'z']) + step },
    ];
    const run = { experimentId, userId: '', startTime: step >> 2, tags, runName: `run ${step}` };
    const { runId } = (await store.createRun(run)).info;
    columns.heed(runId);
    return runId;
  };
  const value = () =>
    pick([Math.floor(random() * 20), random() * 20, random() * 20, Number.NaN, Number.POSITIVE_INFINITY]);
  const logMetric = (runId: string, step: number) =>
    store.logMetric(runId, { key: 'loss', value: value(), timestamp: step, step });
  const read = <T>(work: (session: Session) => Promise<T>) => database.read(work);
  const watched = (session: Session): Session => {
    const all: Session['all'] = (text, params) => {
      if (text.includes('json_each') && text.includes('CROSS JOIN')) looks.few++;
      else if (text.includes('LIMIT') && text.includes('lifecycle_stage')) looks.all++;
      return session.all(text, params);
    };
    return { ...session, dialect: session.dialect, get: session.get.bind(session), all, search: all };
  };

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'orrery-columns-'));
    const uri = parseStoreUri(`sqlite:///${join(folder, 'mlflow.db')}`);
    database = await openDatabase(uri, 'mlflow-artifacts:/');
    store = new SqlTrackingStore({ database, artifactRoot: '' });
    columns = new ColumnCache(database);
    experimentId = await store.createExperiment('large', '', []);
    runIds.push(...(await Promise.all(Array.from({ length: RUNS }, (_, step) => createRun(step)))));
    await Promise.all(
      runIds.flatMap((runId, index) => [
        ...(index % 7 === 0 ? [] : [logMetric(runId, 0)]),
        store.logBatch(runId, {
          metrics: [],
          params: [
            { key: 'lr', value: String(index % 300) },
            { key: 'model', value: pick(['mlp', 'gp', 'forest']) },
          ],
          tags: [],
        }),
      ]),
    );
    for (const runId of runIds.filter((_, index) => index % 11 === 0)) await store.deleteRun(runId);
    await database.write((session) =>
      session.run('UPDATE runs SET start_time = NULL WHERE start_time % 9 = 0'),
    );
  });
  after(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  /** All pages of a search, by what is kept and by SQL alone. */
  const both = async (search: Omit<SearchRuns, 'pageToken'>, pages: number) => {
    const found: [string[], string[]] = [[], []];
    for (const [at, kept] of [
      { runs: null, columns },
      { runs: null, columns: null },
    ].entries()) {
      let pageToken: string | null = null;
      for (let page = 0; page < pages; page++) {
        const answer = await read((session) => searchRuns(watched(session), { ...search, pageToken }, kept));
        found[at]?.push(...answer.items.map(({ info }) => info.runId));
        pageToken = answer.nextPageToken;
        if (pageToken === null) break;
      }
    }
    return found;
  };

  it('find what SQL finds that looks at all runs, after any writes', async () => {
    for (let round = 0; round < 120; round++) {
      const search = {
        experimentIds: [experimentId],
        viewType: pick(['ACTIVE_ONLY', 'ACTIVE_ONLY', 'DELETED_ONLY', 'ALL'] as const),
        filter: pick([
          '',
          '',
          'metrics.loss < 0.3',
          'metrics.loss >= 19.9',
          'metrics.loss = 7',
          "params.lr = '17'",
          "params.lr = '17' and metrics.loss > 5",
          "tags.team = 'few' and metrics.loss <= 12",
          "tags.team != 'few'",
          "run_name = 'run 321'",
          'metrics.none > 3',
        ]),
        orderBy: pick([
          [],
          ['metrics.loss DESC'],
          ['metrics.loss'],
          ['metrics.loss ASC', 'params.lr DESC'],
          ['metrics.none'],
          ['params.lr'],
          ['params.lr DESC', 'metrics.loss'],
          ['params.model'],
          ['params.model DESC'],
          ['params.model DESC', 'attributes.start_time ASC'],
          ['tags.word'],
          ['tags.rare DESC'],
        ]),
        maxResults: pick([1, 7, 40, 300]),
      };
      const [found, expected] = await both(search, pick([1, 3, 40]));
      assert.deepEqual(found, expected, JSON.stringify(search));
      for (let writes = pick([0, 1, 5, 200]); writes > 0; writes--) {
        const runId = pick(runIds);
        if (writes % 5 === 1) runIds.push(await createRun(RUNS + round));
        await logMetric(runId, round + 1).catch(() => store.restoreRun(runId));
      }
    }
    assert.ok(looks.few > 100 && looks.all > 100, JSON.stringify(looks));
  });

  it('see what another program wrote', async () => {
    const search = {
      experimentIds: [experimentId],
      viewType: 'ALL' as const,
      filter: '',
      orderBy: ['metrics.loss'],
      maxResults: 3,
    };
    await both(search, 1);
    const other = new SqliteSession(join(folder, 'mlflow.db'));
    await other.run('UPDATE latest_metrics SET value = -1e300, is_nan = 0 WHERE run_uuid = ?', [runIds[1]]);
    other.close();
    const [found, expected] = await both(search, 1);
    assert.deepEqual(found, expected);
    assert.equal(found[0], runIds[1]);
  });
});
