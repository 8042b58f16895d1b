import { domainToUnicode } from 'node:url';

/**
 * How a host is written so that it passes for another, `own`, which it is not: beginning with its name, or in letters
 * that look like its letters. '' when it is not. Both in small letters, without a port.
 */
export function disguised(host: string, own: string): string {
  if (host === own || own.length < fewest || !own.includes('.')) return '';
  if (host.startsWith(own) && !/^\.[a-z]{2}$/.test(host.slice(own.length)))
    return 'its host begins with that of the request';
  const shown = host.includes('xn--') ? domainToUnicode(host) : host;
  const [site, ownSite] = [siteOf(shown), siteOf(own)];
  if (site === ownSite || site.length > 2 * ownSite.length) return '';
  return skeleton(site) === skeleton(ownSite) ? 'its host looks like that of the request' : '';
}

/** Shorter names look like too many. */
const fewest = 6;

/** The last two labels: what somebody has registered, but where a registry sells names of three. */
const siteOf = (host: string): string => host.split('.').slice(-2).join('.');

/** What a name looks like at a glance, in letters of ASCII (after Unicode TR 39, 4). */
const skeleton = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/[\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff]/g, '')
    .replace(/[^\0-\x7f]/g, (letter) => lookalikes.get(letter) ?? letter)
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w')
    .replaceAll('0', 'o')
    .replaceAll('1', 'l');

const lookalikes = new Map<string, string>();
for (const [letter, others] of Object.entries({
  a: 'аɑα',
  b: 'ƅЬьʙ',
  c: 'сϲᴄ',
  d: 'ԁɗ',
  e: 'еєҽ',
  g: 'ɡցԍ',
  h: 'һհ',
  i: 'іıι',
  j: 'јϳ',
  k: 'кκ',
  l: 'ӏⅼǀ',
  m: 'мⅿ',
  n: 'пոռ',
  o: 'оοօσ',
  p: 'рρ',
  q: 'ԛգ',
  r: 'гᴦ',
  s: 'ѕꜱ',
  t: 'тτ',
  u: 'υսц',
  v: 'νѵ',
  w: 'ԝѡω',
  x: 'хχ',
  y: 'уүγ',
  z: 'ᴢ',
}))
  for (const other of others) lookalikes.set(other, letter);
