import { basicDate, type Claim, momentOf } from './claim.ts';

const SERVICE = 'execute-api';
/** How far the clocks of two sides may be apart, in milliseconds. */
const SKEW_MS = 5 * 60_000;

/** What is wrong with a signature by itself, whoever's it is; '' when nothing is. */
export function flawOf({ scope, signedHeaders, date }: Claim): string {
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
export function foreignScope({ scope: [, scopeRegion, service] }: Claim, region: string): string {
  if (scopeRegion !== region) return `Credential should be scoped to a valid region, not '${scopeRegion}'. `;
  return service === SERVICE ? '' : `Credential should be scoped to correct service: '${SERVICE}'. `;
}

/** What is wrong with the time of a signature, at a moment in milliseconds; '' when nothing is. */
export function lateness({ date, expiresSeconds }: Claim, now: number): string {
  const at = momentOf(date);
  if (at > now + SKEW_MS)
    return `Signature not yet current: ${date} is still later than ${basicDate(now + SKEW_MS)} (${basicDate(now)} + 5 min.)`;
  const lives = expiresSeconds < 0 ? SKEW_MS : expiresSeconds * 1000;
  if (at >= now - lives) return '';
  return expiresSeconds < 0
    ? `Signature expired: ${date} is now earlier than ${basicDate(now - SKEW_MS)} (${basicDate(now)} - 5 min.)`
    : `Signature expired: ${date} is now earlier than ${basicDate(now - lives)} (${basicDate(now)} - ${expiresSeconds} s)`;
}
