import { createHmac, timingSafeEqual } from 'node:crypto';
import type { PoolClient } from '../define/model/user-pool.ts';
import { notAuthorized } from './refusal.ts';
import type { PoolStore } from './store.ts';
import { secretOf } from './tokens.ts';

/**
 * Throws a `Refusal` when a client has a secret and its proof, `HMAC-SHA256(secret, username + client id)` in base64,
 * is missing or wrong. With a refresh token the name may be the user’s `sub`.
 */
export function checkSecretHash(
  store: PoolStore,
  client: PoolClient,
  username: string,
  hash: string | undefined,
  sub = '',
): void {
  const secret = secretOf(store, client);
  if (secret === '') return;
  if (hash === undefined)
    throw notAuthorized(
      `Client ${client.clientId} is configured with secret but SECRET_HASH was not received`,
    );
  const given = Buffer.from(hash);
  const right = [username, sub].some((name) => {
    const expected = Buffer.from(
      createHmac('sha256', secret)
        .update(name + client.clientId)
        .digest('base64'),
    );
    return name !== '' && given.length === expected.length && timingSafeEqual(given, expected);
  });
  if (!right) throw notAuthorized(`Unable to verify secret hash for client ${client.clientId}`);
}
