import type { Detector, Finding } from '../finding.ts';
import { finding, type Judged, judged, worse } from '../text/judged.ts';
import { type LookUp, resolve } from './resolve.ts';

/**
 * Look-ups that Log4j or Commons Text resolve: `${jndi:ldap://…}` in whatever nesting hides it, and the script,
 * address and host-name look-ups of Text4Shell.
 */
export const detectJndi: Detector = (text) => {
  if (!text.includes('${')) return null;
  let worst: Finding | null = null;
  const forgotten = resolve(text, (found) => {
    const seen = judge(found, text);
    if (seen !== null)
      worst = worse(worst, finding('jndi', seen.score, 'log message', seen.what, found.from, found.to));
  });
  // Nobody needs hundreds in one another but to get past who reads them.
  if (forgotten && text.includes('}'))
    worst = worse(worst, finding('jndi', 70, 'log message', 'look-ups within look-ups', 0, text.length));
  return worst;
};

const schemes = new Set([
  'ldap',
  'ldaps',
  'rmi',
  'dns',
  'iiop',
  'iiopname',
  'corba',
  'corbaname',
  'corbaloc',
  'nds',
  'nis',
  'http',
  'https',
]);

function judge({ body, from, to, closed, inner }: LookUp, text: string): Judged | null {
  const colon = body.indexOf(':');
  if (colon <= 0) return null;
  const prefix = body.slice(0, colon).trim().toLowerCase();
  const rest = body.slice(colon + 1).trim();
  // Without its end nothing is resolved yet, but the rest may be added where the value is put.
  const less = closed ? 0 : 25;
  if (prefix === 'jndi') {
    const scheme = rest.slice(0, rest.search(/[:/]|$/)).toLowerCase();
    if (schemes.has(scheme)) return judged(98 - less, `jndi:${scheme}`);
    return /^[.…<}\s]*$|^\.\.\./.test(rest) ? null : judged((inner > 0 ? 85 : 72) - less, 'jndi');
  }
  if (prefix === 'script' && /^(javascript|js|groovy|jexl|nashorn|python)\b/i.test(rest))
    return judged(92 - less, 'script');
  if (prefix === 'url' && /^[\w-]+:[a-z]+:\/\//i.test(rest)) return judged(85 - less, 'url');
  if (prefix === 'dns' && /^(address|canonical|name)\|/i.test(rest)) return judged(85 - less, 'dns');
  if (prefix === 'file' && /^utf-?8:\//i.test(rest)) return judged(80 - less, 'file');
  // Commons Text reads a file or an address, and asks it for a path or a key.
  if ((prefix === 'xpath' || prefix === 'xml') && ofPlace.test(rest)) return judged(78 - less, prefix);
  if (prefix === 'properties' && ofPlace.test(rest) && rest.includes('::')) return judged(70 - less, prefix);
  if (closed && inner > 0 && hides(text, from, to)) return judged(55, 'look-ups that spell out a word');
  // What Commons Text alone calls so; a template says what it means without.
  if (closed && commons.test(`${prefix}:${rest}`) && isAlone(text, from, to)) return judged(55, prefix);
  const secret =
    /^(?:env|sys|java|bundle|resourcebundle)$/.test(prefix) &&
    /secret|password|token|access_key|user\.(?:name|home|dir)|os(?:\.(?:name|version|arch))?$|version|runtime|hw$/i.test(
      rest,
    );
  if (!secret || !isAlone(text, from, to)) return null;
  // Configurations of many programs name variables of the environment so; properties of the machine only those of Log4j.
  const own =
    prefix === 'env' ? /^AWS_(?:SECRET_ACCESS_KEY|SESSION_TOKEN)$/.test(rest) : prefix !== 'java' && closed;
  return judged(own ? 55 : 40, `${prefix} look-up`);
}

/** Text that is decoded, a constant of a class, the name of the machine. */
const commons =
  /^(?:(?:base64|url)(?:De|En)coder:.|const:(?:[a-z]\w*\.){2,12}[A-Z]\w*\.\w+$|localhost:(?:name|canonical-name|address)$)/i;

const ofPlace = /^(?:\/|\.\.\/|[a-z]:[\\/]|(?:https?|ftp|file|jar):)[^:\n]{0,200}(?::|::)/i;

/** True when nothing but look-ups stands in the text. */
function isAlone(text: string, from: number, to: number): boolean {
  if (from === 0 && to === text.length) return true;
  return text.length < 400 && /^(?:\$\{[^{}]{1,120}\}){2,8}$/.test(text);
}

/** Two or more look-ups of one character each: nobody writes `${lower:j}${upper:n}` but to hide a word. */
function hides(text: string, from: number, to: number): boolean {
  let found = 0;
  const stop = Math.min(to, from + 512);
  for (let at = text.indexOf('${', from + 2); at >= 0 && at < stop; at = text.indexOf('${', at + 2)) {
    const end = text.indexOf('}', at);
    if (end > at && end < stop && /:-?.$/.test(text.slice(Math.max(at, end - 3), end))) found++;
  }
  return found >= 2;
}
