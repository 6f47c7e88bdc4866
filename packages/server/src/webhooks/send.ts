import { createHmac, randomUUID } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';
import { setTimeout } from 'node:timers/promises';
import type { WebhookEvent } from '@orrery/core';
import { checkTarget, isPublic, type TargetPolicy } from './target.ts';

const TIMEOUT_MS = 30_000;
const RETRIES = 3;
const RETRIED = new Set([429, 500, 502, 503, 504]);
const MAX_BODY = 64 * 1024;

export interface Delivery {
  url: string;
  /** Signs the delivery where there is one. */
  secret: string | null;
  event: WebhookEvent;
  data: object;
}

export interface Receipt {
  status: number;
  body: string;
}

/**
 * Posts an event, signed as Standard Webhooks says (https://www.standardwebhooks.com) under MLflow's header
 * names, and again after 1, 2 and 4 seconds where the receiver is busy or away.
 */
export async function deliver(delivery: Delivery, policy: TargetPolicy): Promise<Receipt> {
  const { entity, action } = delivery.event;
  const body = JSON.stringify({ entity, action, timestamp: new Date().toISOString(), data: delivery.data });
  const headers = signedHeaders(body, delivery.secret);
  for (let attempt = 0; ; attempt++) {
    const last = attempt === RETRIES;
    try {
      await checkTarget(delivery.url, policy);
      const receipt = await post(delivery.url, headers, body, policy);
      if (last || !RETRIED.has(receipt.status)) return receipt;
    } catch (error) {
      if (last || !(error as NodeJS.ErrnoException).code?.startsWith('E')) throw error;
    }
    await setTimeout(2 ** attempt * 1000 + Math.random() * 1000);
  }
}

function signedHeaders(body: string, secret: string | null): Record<string, string> {
  const id = randomUUID();
  const timestamp = String(Math.floor(Date.now() / 1000));
  const headers: Record<string, string> = {
    'Content-Type': 'application/json',
    'X-MLflow-Delivery-Id': id,
    'X-MLflow-Timestamp': timestamp,
  };
  if (secret === null) return headers;
  const signature = createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { ...headers, 'X-MLflow-Signature': `v1,${signature}` };
}

/** The address is looked at again once connected: names may lead elsewhere by then. */
function post(
  url: string,
  headers: Record<string, string>,
  body: string,
  policy: TargetPolicy,
): Promise<Receipt> {
  return new Promise((resolve, reject) => {
    const request = (url.startsWith('https:') ? https : http).request(url, {
      method: 'POST',
      headers: { ...headers, 'Content-Length': Buffer.byteLength(body) },
      signal: AbortSignal.timeout(TIMEOUT_MS),
      agent: false,
    });
    request.once('error', reject);
    request.once('response', (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        if (text.length < MAX_BODY) text += part;
      });
      response.once('error', reject);
      response.once('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
    });
    request.once('socket', (socket) =>
      socket.once('connect', () => {
        if (policy.privateAddresses || isPublic(socket.remoteAddress ?? '')) request.end(body);
        else request.destroy(new Error(`${socket.remoteAddress} is not a public IP address.`));
      }),
    );
  });
}
