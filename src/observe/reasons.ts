import type { Reason } from '../base/decision.ts';
import { reasons } from '../guard/finish/reasons.ts';

/** Which protection a reason belongs to, in the order of the journey. */
export const layers = [
  'parsing',
  'TLS',
  'web ACL',
  'routing',
  'authorization',
  'usage plan',
  'throttle',
  'validation',
  'integration',
  'gateway',
] as const;
export type LayerName = (typeof layers)[number];

/** What a reason means, for whoever reads a report, the output of `load` or of `explain`. */
export interface Meaning {
  /** A few words: `throttled`. */
  readonly title: string;
  /** One sentence: what happened. */
  readonly because: string;
  readonly layer: LayerName;
  /** Refused by the gateway's own judgement, or failed for a cause behind it. */
  readonly outcome: 'refused' | 'failed';
}

const refused = (layer: LayerName, title: string, because: string): Meaning => ({
  title,
  because,
  layer,
  outcome: 'refused',
});
const failed = (layer: LayerName, title: string, because: string): Meaning => ({
  title,
  because,
  layer,
  outcome: 'failed',
});

/** Every reason in plain words. */
export const meanings: Readonly<Record<Exclude<Reason, ''>, Meaning>> = {
  ACCESS_DENIED: refused(
    'authorization',
    'access denied',
    'The caller is known, and a policy does not allow it this call.',
  ),
  API_CONFIGURATION_ERROR: failed(
    'integration',
    'broken integration settings',
    'The definition of the API does not fit what was asked of it.',
  ),
  AUTHORIZER_CONFIGURATION_ERROR: failed(
    'authorization',
    'broken authorizer',
    'The authorizer could not be reached, or gave no policy that can be read.',
  ),
  AUTHORIZER_FAILURE: failed('authorization', 'authorizer failed', 'The authorizer ended with an error.'),
  BAD_REQUEST_BODY: refused('validation', 'invalid body', 'The body does not fit the model of the method.'),
  BAD_REQUEST_PARAMETERS: refused(
    'validation',
    'missing parameters',
    'A parameter that the method requires was not sent.',
  ),
  EXPIRED_TOKEN: refused(
    'authorization',
    'expired token',
    'The security token was good once, and has expired.',
  ),
  INTEGRATION_FAILURE: failed(
    'integration',
    'no good answer from behind',
    'The function or server behind the gateway could not be reached, broke off, or answered what cannot be passed on.',
  ),
  INTEGRATION_TIMEOUT: failed(
    'integration',
    'timed out',
    'The function or server behind the gateway did not answer in time.',
  ),
  INVALID_API_KEY: refused(
    'usage plan',
    'no valid API key',
    'The method requires an API key, and none or an unknown one was sent.',
  ),
  INVALID_SIGNATURE: refused(
    'authorization',
    'bad signature',
    'The signature of the request does not fit it.',
  ),
  MISSING_AUTHENTICATION_TOKEN: refused(
    'routing',
    'no such path or method',
    'The API has no method there: API Gateway answers an unknown route as if a token were missing.',
  ),
  QUOTA_EXCEEDED: refused('usage plan', 'quota used up', 'The API key has made all the calls of its quota.'),
  REQUEST_TOO_LARGE: refused('parsing', 'body too large', 'The body is larger than 10 485 760 bytes.'),
  RESOURCE_NOT_FOUND: refused('routing', 'not found', 'The resource is no longer there.'),
  THROTTLED: refused('throttle', 'throttled', 'More requests than the rate and burst of a throttle allow.'),
  UNAUTHORIZED: refused('authorization', 'not authenticated', 'No identity was sent, or none that is valid.'),
  UNSUPPORTED_MEDIA_TYPE: refused(
    'validation',
    'unsupported media type',
    'The method takes no body of that media type.',
  ),
  WAF_FILTERED: refused(
    'web ACL',
    'blocked by the web ACL',
    'A rule of the web ACL, or its default action, blocked the request.',
  ),
  CLIENT_CERTIFICATE: refused(
    'TLS',
    'no good client certificate',
    'The caller brought no certificate that its domain or its API takes, or asked for another host than it connected to.',
  ),
  HTTPS_REQUIRED: refused('TLS', 'sent to HTTPS', 'The request came in plain text, and was sent to HTTPS.'),
  FORBIDDEN: refused('routing', 'no such API or stage', 'No API or stage answers at that address.'),
  BAD_REQUEST: refused(
    'parsing',
    'malformed request',
    'The request breaks the rules of HTTP, ended too early, or came too slowly.',
  ),
  HEADERS_TOO_LARGE: refused('parsing', 'headers too large', 'The headers are larger than 10 240 bytes.'),
  URI_TOO_LONG: refused('parsing', 'URI too long', 'The request line is longer than 10 240 bytes.'),
  INTERNAL_FAILURE: failed(
    'gateway',
    'the gateway failed',
    'Something broke in the gateway itself; what breaks refuses.',
  ),
};

/** What a reason means; null for '' (the request was not refused) and for what no table knows. */
export function meaningOf(reason: string): Meaning | null {
  return Object.hasOwn(meanings, reason) ? meanings[reason as Exclude<Reason, ''>] : null;
}

/** How a request ended: let through, refused, or failed behind the gateway. */
export function outcomeOf(reason: string): 'allowed' | 'refused' | 'failed' {
  return reason === '' ? 'allowed' : (meaningOf(reason)?.outcome ?? 'refused');
}

const spoken = new Map<string, string>(
  Object.entries(reasons).map(([reason, { body }]) => {
    const { message, Message } = JSON.parse(body) as { message?: string | null; Message?: string };
    return [reason, message ?? Message ?? ''];
  }),
);

/** What the caller was told: `$context.error.message`; '' when nothing was. */
export const messageOf = (reason: string): string => spoken.get(reason) ?? '';
