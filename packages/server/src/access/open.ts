import { type Access, bootstrapAdmin, openAccess, type TokenRun } from '@orrery/access';
import { HEARTBEAT_TAG } from '@orrery/core';
import type { TrackingStore } from '@orrery/tracking';
import type { ServerConfig } from '../config.ts';
import type { GuardParts } from './guard.ts';
import { LoginLimit } from './login-limit.ts';
import { Oidc } from './oidc.ts';
import { type ResourceStores, Resources } from './resources.ts';

/** How long a run's token outlives the last sign of life of the run's host. */
const SILENCE_MS = 15 * 60_000;
const DAY_MS = 86_400_000;

/**
 * Opens the database of users and sees to it that there is an admin.
 *
 * @returns null where everybody may do everything
 * @throws OrreryError that says what is in the way: the database, or an admin without a password
 */
export async function openGuard(
  { access: config, trustedProxies }: Pick<ServerConfig, 'access' | 'trustedProxies'>,
  stores: ResourceStores,
): Promise<GuardParts | null> {
  if (!config) return null;
  const { database, defaultPermission } = config;
  const openRun = (runId: string) => runOfToken(stores.store, runId);
  const access = await openAccess(database, { defaultPermission, openRun });
  try {
    await bootstrapAdmin(access, config);
    await forgetOld(access, config.auditMs);
  } catch (error) {
    await access.close();
    throw error;
  }
  return {
    access,
    resources: new Resources(stores),
    limit: new LoginLimit(),
    routes: new Set(),
    oidc: config.oidc && new Oidc(config.oidc),
    trustProxy: trustedProxies.length > 0 && [...trustedProxies],
    publicUrl: config.publicUrl,
  };
}

/** At the start and once a day. */
async function forgetOld(access: Access, auditMs: number): Promise<void> {
  const forget = () => access.audit.forget(Date.now() - auditMs);
  await forget();
  setInterval(() => forget().catch(() => {}), DAY_MS).unref();
}

/** A run is open until it has ended, or its host has long been silent: each sign of life lets its tokens last on. */
async function runOfToken(store: TrackingStore, runId: string): Promise<TokenRun | null> {
  const run = await store.getRun(runId).catch(() => null);
  if (run?.info.status !== 'RUNNING' || run.info.lifecycleStage !== 'active') return null;
  const heartbeat = run.tags.find(({ key }) => key === HEARTBEAT_TAG)?.value;
  if (heartbeat !== undefined && Date.now() - Number(heartbeat) > SILENCE_MS) return null;
  return { runId, experimentId: run.info.experimentId };
}
