import type { Logged } from '../../base/exchange.ts';
import type { Stage } from '../../define/model/api.ts';
import { contextReader } from './context.ts';
import type { Site } from './layer.ts';

/** Variables that only the walk of a request can tell: nothing else in its event has them. */
const LEARNED =
  /^(?:authorizer\.[\w.-]+|identity\.(?:accountId|apiKeyId|accessKey|caller|user|userArn|clientCert\.[\w.]+)|error\.validationErrorString|cipherSuite|tlsVersion|customDomain\.basePathMatched)$/;

/** API Gateway’s own JSON form has these. */
const BY_DEFAULT = ['identity.caller', 'identity.user'];

/** What the access log of a stage asks for that the event of a request is to carry along. */
export function loggedAt(site: Site): readonly Logged[] {
  return namesIn(site.stage).flatMap((name) => {
    const read = contextReader(name, site);
    return read === null ? [] : [{ name, read }];
  });
}

function namesIn({ accessLog }: Stage): string[] {
  if (accessLog === null) return [];
  if (accessLog.format === '') return BY_DEFAULT;
  const names = [...accessLog.format.matchAll(/\$context\.([\w-]+(?:\.[\w-]+)*)/g)].map((found) => found[1]!);
  return [...new Set(names)].filter((name) => LEARNED.test(name));
}
