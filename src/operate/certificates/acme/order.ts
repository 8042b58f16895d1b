import { createPublicKey, X509Certificate } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type * as acme from 'acme-client';
import type { Challenges } from '../../../guard/decide/tls/tls.ts';
import type { Identity } from '../issue.ts';

/** One certificate that is asked for. */
export interface Wanted {
  readonly name: string;
  readonly challenges: Challenges;
  readonly signal: AbortSignal;
  /** Milliseconds since the epoch: what it is for must still be good then. */
  readonly nowMs: number;
}

const FIRST_LOOK_MS = 100;
const LONGEST_LOOK_MS = 5_000;

/**
 * Asks for a certificate (RFC 8555 7.4): orders it, proves that the name leads here, has a key of its own signed.
 * Throws an `Error` that says in plain words why there is none.
 */
export async function order(library: typeof acme, client: acme.Client, wanted: Wanted): Promise<Identity> {
  const { name, challenges, signal } = wanted;
  const placed = await client.createOrder({ identifiers: [{ type: 'dns', value: name }] });
  const tokens: string[] = [];
  try {
    for (const authorization of await client.getAuthorizations(placed)) {
      if (authorization.status === 'valid') continue;
      const challenge = authorization.challenges.find(({ type }) => type === 'http-01');
      if (challenge === undefined) throw new Error('the authority offers no http-01 challenge for it');
      challenges.put(challenge.token, await client.getChallengeKeyAuthorization(challenge));
      tokens.push(challenge.token);
      await client.completeChallenge(challenge);
    }
    const ready = await settled(client, placed, ['ready', 'valid'], signal);
    const key = (await library.crypto.createPrivateEcdsaKey('P-256')).toString();
    const [, csr] = await library.crypto.createCsr({ altNames: [name] }, key);
    await client.finalizeOrder(ready, csr);
    const done = await settled(client, placed, ['valid'], signal);
    const certificate = await client.getCertificate(done);
    return checked({ certificate, key }, wanted);
  } finally {
    for (const token of tokens) challenges.drop(token);
  }
}

/** Looks at an order until it is in one of these states. */
async function settled(
  client: acme.Client,
  placed: acme.Order,
  states: readonly string[],
  signal: AbortSignal,
): Promise<acme.Order> {
  for (let waitMs = FIRST_LOOK_MS; ; waitMs = Math.min(waitMs * 2, LONGEST_LOOK_MS)) {
    const found = await client.getOrder(placed);
    if (states.includes(found.status)) return found;
    if (found.status === 'invalid') throw new Error(await whyInvalid(client, found));
    await pause(waitMs, undefined, { signal });
  }
}

/** What the authority found wrong. */
async function whyInvalid(client: acme.Client, found: acme.Order): Promise<string> {
  const problems: unknown[] = [(found as { error?: unknown }).error];
  for (const { challenges } of await client.getAuthorizations(found))
    problems.push(...challenges.map((challenge) => (challenge as { error?: unknown }).error));
  const details = problems.map((problem) => (problem as { detail?: unknown } | undefined)?.detail);
  const detail = details.reverse().find((text) => typeof text === 'string');
  return `the authority turned it down: ${detail ?? 'it does not say why'}`;
}

/** Nothing is put in force that could not be used. */
function checked(identity: Identity, { name, nowMs }: Wanted): Identity {
  const leaf = new X509Certificate(identity.certificate);
  if (leaf.checkHost(name) === undefined) throw new Error(`what the authority gave is not for ${name}`);
  if (leaf.publicKey.export({ type: 'spki', format: 'pem' }) !== publicOf(identity.key))
    throw new Error('what the authority gave is for another key');
  if (leaf.validToDate.getTime() <= nowMs) throw new Error('what the authority gave has run out already');
  return identity;
}

const publicOf = (key: string): string =>
  createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString();
