import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { type Decision, refuse } from '../../../../base/decision.ts';
import type { Exchange } from '../../../../base/exchange.ts';
import { identitiesShape } from '../../../../define/model/identity.ts';
import { readPrefix } from '../../body.ts';
import { authorizer, type Verdict } from '../authorizer.ts';
import { stringToSign } from '../iam/canonical.ts';
import { basicDate, type Claim, claimOf, momentOf } from '../iam/claim.ts';
import { type Principal, principalsOf } from '../iam/principals.ts';
import { saidOf } from '../iam/said.ts';
import { conditionKeys } from '../policy/keys.ts';
import { type Requested, requestedAt } from '../policy/requested.ts';

const SERVICE = 'execute-api';
/** How far the clocks of two sides may be apart, in milliseconds. */
const SKEW_MS = 5 * 60_000;
/** The most that API Gateway takes of a body. */
const MOST_BODY_BYTES = 10 * 1024 * 1024;
const UNSIGNED = 'UNSIGNED-PAYLOAD';
const EMPTY_HASH = createHash('sha256').digest('hex');

/** Verifies requests signed with AWS Signature Version 4, by access keys that are defined here. */
export default authorizer({
  name: 'AWS_IAM',
  judges: true,
  shape: z
    .strictObject({ identities: identitiesShape.describe('Who may sign requests.') })
    .describe('Requests signed with access keys.'),
  compile({ identities }, at, given) {
    const { accountId, region } = given.definition.settings;
    const { api } = at.site;
    const principals = principalsOf(identities, {
      by: at.by,
      accountId,
      policies: {
        keys: conditionKeys(at.site),
        apiArn: `arn:aws:execute-api:${region}:${accountId}:${api.apiId}`,
      },
    });
    const missing = refuse('MISSING_AUTHENTICATION_TOKEN', at.by);
    const incomplete = refuse('INVALID_SIGNATURE', at.by, null, 'IncompleteSignatureException');
    const unknown = refuse('INVALID_SIGNATURE', at.by, null, 'UnrecognizedClientException');
    const invalid = refuse('INVALID_SIGNATURE', at.by);
    const expired = refuse('EXPIRED_TOKEN', at.by);
    const tooLarge = refuse('REQUEST_TOO_LARGE', at.by);
    const readBody = readPrefix(MOST_BODY_BYTES);

    const saying = (x: Exchange, refusal: Decision, message: string): Decision => {
      x.complaint = message;
      return refusal;
    };

    /** All that can be said before a key is used. */
    const before = (x: Exchange, claim: Claim): Principal | Decision => {
      const flaw = flawOf(claim);
      if (flaw !== '') return saying(x, invalid, flaw);
      const principal = principals.get(claim.keyId);
      if (principal === undefined || !isSame(claim.sessionToken, principal.sessionToken))
        return saying(x, unknown, 'The security token included in the request is invalid.');
      const now = given.clock.now();
      if (principal.expires <= now) return expired;
      const late = lateness(claim, now);
      if (late !== '') return saying(x, invalid, late);
      const foreign = foreignScope(claim, region);
      return foreign === '' ? principal : saying(x, invalid, foreign);
    };

    const isSigned = (x: Exchange, claim: Claim, principal: Principal, payloadHash: string): boolean => {
      const [day, scopeRegion, service] = claim.scope;
      const text = stringToSign(x, claim, payloadHash);
      const expected = principal.keys.sign(day, scopeRegion, service, text);
      return timingSafeEqual(expected, Buffer.from(claim.signature, 'hex'));
    };

    const settled = (x: Exchange, principal: Principal, requested: Requested): Verdict => {
      x.caller = principal.caller;
      return principal.policy(x, requested);
    };

    /** Behind what a digest in a header cannot tell: the body itself. */
    const withBody = (
      x: Exchange,
      claim: Claim,
      principal: Principal,
      announced: string,
      requested: Requested,
    ): Verdict => {
      if (!x.prefixWhole) return tooLarge;
      const hash = createHash('sha256').update(x.prefix!).digest('hex');
      const good = announced === '' ? isSigned(x, claim, principal, hash) : isSame(announced, hash);
      return good ? settled(x, principal, requested) : invalid;
    };

    return {
      of(site) {
        const requestedOf = requestedAt(site);
        return (x) => {
          const claim = claimOf(x);
          if (claim === null) return missing;
          if (typeof claim === 'string') return saying(x, incomplete, claim);
          const principal = before(x, claim);
          if ('action' in principal) return principal;
          const requested = requestedOf(x);
          const announced = x.header('x-amz-content-sha256');
          if (announced !== '') {
            if (announced !== UNSIGNED && !/^[0-9a-f]{64}$/.test(announced)) return invalid;
            // Before a byte of the body is taken in.
            if (!isSigned(x, claim, principal, announced)) return invalid;
            if (announced === UNSIGNED) return settled(x, principal, requested);
          }
          if (x.wire.length === 0) {
            const good =
              announced === '' ? isSigned(x, claim, principal, EMPTY_HASH) : isSame(announced, EMPTY_HASH);
            return good ? settled(x, principal, requested) : invalid;
          }
          const read = readBody(x);
          return read instanceof Promise
            ? read.then(() => withBody(x, claim, principal, announced, requested))
            : withBody(x, claim, principal, announced, requested);
        };
      },
      say: saidOf,
    };
  },
});

/** What is wrong with a signature by itself, whoever's it is; '' when nothing is. */
function flawOf({ scope, signedHeaders, date }: Claim): string {
  const [day, , , terminator] = scope;
  if (terminator !== 'aws4_request')
    return "Credential should be scoped with a valid terminator: 'aws4_request'.";
  if (!signedHeaders.some((name) => name.toLowerCase() === 'host'))
    return "'Host' must be a 'SignedHeader' in the AWS Authorization.";
  const dated = date.slice(0, 8);
  return day === dated
    ? ''
    : `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${day}' != '${dated}', from '${date}'.`;
}

/** Why a signature is not for this region and service; '' when it is. */
function foreignScope({ scope: [, scopeRegion, service] }: Claim, region: string): string {
  if (scopeRegion !== region) return `Credential should be scoped to a valid region, not '${scopeRegion}'. `;
  return service === SERVICE ? '' : `Credential should be scoped to correct service: '${SERVICE}'. `;
}

/** What is wrong with the time of a signature; '' when nothing is. */
function lateness({ date, expiresSeconds }: Claim, now: number): string {
  const at = momentOf(date);
  if (at > now + SKEW_MS)
    return `Signature not yet current: ${date} is still later than ${basicDate(now + SKEW_MS)} (${basicDate(now)} + 5 min.)`;
  const lives = expiresSeconds < 0 ? SKEW_MS : expiresSeconds * 1000;
  if (at >= now - lives) return '';
  return expiresSeconds < 0
    ? `Signature expired: ${date} is now earlier than ${basicDate(now - SKEW_MS)} (${basicDate(now)} - 5 min.)`
    : `Signature expired: ${date} is now earlier than ${basicDate(now - lives)} (${basicDate(now)} - ${expiresSeconds} s)`;
}

/** Compares two texts in a time that tells nothing of where they differ. */
function isSame(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
