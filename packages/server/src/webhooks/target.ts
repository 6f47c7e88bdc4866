import { lookup } from 'node:dns/promises';
import { invalid } from '@orrery/core';
import { pythonRepr } from '@orrery/tracking';
import ipaddr from 'ipaddr.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where webhooks may go: by default, public addresses over https. */
export interface TargetPolicy {
  schemes: string[];
  privateAddresses: boolean;
}

/** Reads MLflow's variables for servers whose receivers are in the same network. */
export function targetPolicy(env: Environment): TargetPolicy {
  return {
    schemes: (env._MLFLOW_WEBHOOK_ALLOWED_SCHEMES || 'https').split(',').map((scheme) => scheme.trim()),
    privateAddresses: /^(true|1)$/i.test(env._MLFLOW_WEBHOOK_ALLOW_PRIVATE_IPS ?? ''),
  };
}

/** @throws OrreryError INVALID_PARAMETER_VALUE for a URL that a webhook may not have */
export async function checkTarget(url: string, policy: TargetPolicy): Promise<void> {
  if (url.trim() === '') throw invalid(`Webhook URL cannot be empty or just whitespace: ${pythonRepr(url)}`);
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase() ?? '';
  if (!policy.schemes.includes(scheme))
    throw invalid(
      `Invalid webhook URL scheme: ${pythonRepr(scheme)}. Allowed schemes are: ${policy.schemes.join(', ')}.`,
    );
  const hostname = URL.canParse(url) ? new URL(url).hostname.replace(/^\[|\]$/g, '') : '';
  if (!hostname) throw invalid(`Webhook URL must include a hostname: ${pythonRepr(url)}`);
  if (policy.privateAddresses) return;
  const addresses = await lookup(hostname, { all: true }).catch((error: Error) => {
    throw invalid(`Cannot resolve Webhook URL hostname ${pythonRepr(hostname)}: ${error.message}`);
  });
  const hidden = addresses.find(({ address }) => !isPublic(address));
  if (hidden)
    throw invalid(
      `Webhook URL must not resolve to a non-public IP address. ${pythonRepr(hostname)} resolves to ${hidden.address}.`,
    );
}

/** Whether an address is one of the internet, also where it is an IPv4 address in IPv6's clothes. */
export function isPublic(address: string): boolean {
  return ipaddr.process(address).range() === 'unicast';
}
