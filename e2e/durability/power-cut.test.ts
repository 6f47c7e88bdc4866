import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Orrery } from '../orrery.ts';
import { Clients } from './clients.ts';
import { Door, type Refused } from './door.ts';
import { type Cut, PowerCut } from './power-cut.ts';
import { Program } from './program.ts';
import { until, writeUntil } from './writes.ts';

const ROUNDS = Number(process.env.ORRERY_ROUNDS || 4);
/** Rounds that share a store. */
const OF_STORE = 20;
/** The power is cut when so many writes were acknowledged, or any fewer. */
const MOST_WRITES = 600;
const LOG_LIMITS_MB = [1, 64];
const CUTS: Cut[] = [
  { unsynced: 0, names: false },
  { unsynced: 0, names: true },
  { unsynced: 0.5, names: false },
  { unsynced: 0.95, names: true },
];

interface Written {
  clients: Clients;
  problems: string[];
  output: string;
}

/** Has a server killed, and the power cut, when so many more writes were acknowledged. */
async function writeAndCut(
  orrery: Orrery,
  power: PowerCut,
  { writes, cut, clients }: { writes: number; cut: Cut; clients?: Clients | undefined },
): Promise<Written> {
  power.begin();
  const program = await Program.start(orrery);
  const writing = clients ?? (await Clients.make(orrery));
  const enough = writing.acknowledged + writes;
  await writeUntil(
    writing.all,
    until(() => writing.acknowledged >= enough).then(() => program.kill()),
  );
  power.cut(cut);
  return { clients: writing, problems: writing.problems(), output: program.output };
}

async function withPower(work: (orrery: Orrery, power: PowerCut) => Promise<void>): Promise<void> {
  const orrery = await Orrery.make();
  const power = new PowerCut(orrery.folder);
  Object.assign(orrery.env, power.env);
  try {
    await work(orrery, power);
  } finally {
    power.remove();
    await orrery.remove();
  }
}

describe('a power cut', () => {
  it(`loses nothing that was acknowledged, ${ROUNDS} times`, async (test) => {
    for (let from = 0; from < ROUNDS; from += OF_STORE)
      await withPower(async (orrery, power) => {
        let clients: Clients | undefined;
        for (let round = from; round < Math.min(ROUNDS, from + OF_STORE); round++) {
          const cut = CUTS[round % CUTS.length] as Cut;
          const limit = LOG_LIMITS_MB[Math.floor(round / CUTS.length) % LOG_LIMITS_MB.length];
          orrery.env.ORRERY_LOG_LIMIT = String(limit);
          const done = await writeAndCut(orrery, power, {
            writes: Math.random() * MOST_WRITES,
            cut,
            clients,
          });
          clients = done.clients;
          assert.deepEqual(done.problems, [], `round ${round}, ${JSON.stringify(cut)}\n${done.output}`);
          test.diagnostic(`round ${round}: ${clients.acknowledged} writes in all`);
        }
        clients?.close();
      });
  });

  it('loses what was acknowledged where the log is not synced, so that the test above can fail', () =>
    withPower(async (orrery, power) => {
      orrery.env.ORRERY_POWER_LIES = '1';
      const { clients, problems } = await writeAndCut(orrery, power, { writes: 100, cut: CUTS[1] as Cut });
      clients.close();
      assert.notDeepEqual(problems, []);
    }));

  it('loses nothing either after syncs that failed and lost what they should have written', () =>
    withPower(async (orrery, power) => {
      orrery.env.ORRERY_LOG_LIMIT = '1';
      power.begin();
      const program = await Program.start(orrery);
      const clients = await Clients.make(orrery);
      const door = new Door(orrery.url);
      const refused: Refused[] = [];
      const failThenGoOn = async () => {
        for (let times = 0; times < 3; times++) {
          const before = clients.acknowledged;
          await until(() => clients.acknowledged > before + 100);
          power.fail(true);
          const known = refused.length;
          await until(() => refused.length > known + 20);
          assert.match(await door.send('GET', '/api/2.0/mlflow/experiments/get?experiment_id=1'), /durable/);
          power.fail(false);
        }
        const before = clients.acknowledged;
        await until(() => clients.acknowledged > before + 100);
        await program.kill();
      };
      await writeUntil(clients.all, failThenGoOn(), async (answer) => {
        refused.push(answer);
        await sleep(10);
      });
      for (const { status, message } of refused) {
        assert.ok(status === 503 || status === 500, `${status} ${message}`);
        assert.match(message, /(cannot be (synced|written)|Cannot write).*Check the disk/);
      }
      power.cut(CUTS[0] as Cut);
      assert.deepEqual(clients.problems(), []);
      door.close();
      clients.close();
    }));
});
