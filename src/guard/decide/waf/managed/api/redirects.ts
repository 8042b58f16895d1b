import type { Exchange } from '../../../../../base/exchange.ts';
import { hostOf } from '../../detect/ssrf/host.ts';
import { targetAt } from '../../detect/ssrf/url.ts';
import { inspectionOf, type Sighting } from '../../inspect/inspect.ts';
import type { Test, WafGiven } from '../../statement.ts';
import { blocks, counts } from './api-rule.ts';
import { sees } from './sees.ts';

// Names of arguments that say where to go next, without the marks between their words.
const next =
  /^(?:next|nexturl|url|uri|to|go|goto|gotourl|target|targeturl|dest|desturl|destination|destinationurl|redir|redirurl|redirect|redirecturl|redirecturi|redirectto|redirectpath|return|returnurl|returnuri|returnto|returnpath|ret|rurl|rt|continue|continueto|forward|forwardurl|fwd|out|outurl|link|linkto|jump|jumpurl|exit|exiturl|checkouturl|successurl|cancelurl|failureurl|backurl|back|callback|callbackurl|logout|logouturl|postlogoutredirecturi|loginurl|referer|ref|view|image|imageurl|page|service|relaystate|origin|originurl|u|r)$/;
// Protocols have these checked against a list, and always name another site.
const agreed =
  /^(?:redirecturi|postlogoutredirecturi|relaystate|service|callback|callbackurl|url|uri|link|image|imageurl|ref|referer|origin|originurl|u|view|page)$/;

const plain = (name: string): string =>
  name
    .slice(name.lastIndexOf('/') + 1)
    .replace(/[-_.[\]\s]/g, '')
    .toLowerCase();

/** The host that a value leads to, in small letters; '' when there is no telling. */
function hostIn(text: string): string {
  const match = /^\s*(?:(https?|ftp):)?[/\\]{2}/i.exec(text);
  if (match === null) return '';
  const target = targetAt(
    text,
    (match[1] ?? '').toLowerCase(),
    0,
    match[1] === undefined ? 0 : text.indexOf(':') + 1,
  );
  return target === null || target.ambiguous || target.user !== ''
    ? ''
    : hostOf(target.host).name.toLowerCase();
}

/** True for a request whose argument leads to another host than its own. */
const leadsAway =
  (least: number, skips: RegExp | null) =>
  (given: WafGiven): Test => {
    const inspected = inspectionOf(given);
    const find = (x: Exchange): Sighting | null => {
      let own: string | null = null;
      const wanted = {
        least,
        of: ({ name, where }: { readonly name: string; readonly where: string }): boolean => {
          if (where.endsWith('-name') || where === 'json-key' || where === 'raw') return false;
          const word = plain(name);
          return next.test(word) && !skips?.test(word);
        },
        counts: (_finding: unknown, { text }: { readonly text: string }): boolean => {
          own ??= x.header('host').toLowerCase().replace(/:\d+$/, '');
          return own === '' || hostIn(text) !== own;
        },
      };
      const inspection = inspected(x);
      return inspection.first('query', 'redirect', wanted) ?? inspection.first('body', 'redirect', wanted);
    };
    return sees(given, 'redirect', 'No argument there leads to another site.', (x) => {
      const sighting = find(x);
      if (sighting === null) return null;
      const { place, piece, finding } = sighting;
      return {
        location: place === 'body' ? 'BODY' : 'ALL_QUERY_ARGS',
        field: piece.name,
        family: 'redirect',
        text: piece.text,
        because: `leads away by its argument ${piece.name.slice(0, 60)}: ${finding.what}`,
        score: finding.score,
      };
    });
  };

/** Arguments that say where to go next, and lead elsewhere. */
export const redirectRules = [
  counts(
    'ExternalRedirect',
    'The plain address of another site in an argument that says where to go next: `?next=https://evil.test`. `redirect_uri` and the like, which protocols check, are left out.',
    leadsAway(30, agreed),
  ),
  blocks(
    'OpenRedirect',
    'The same written so that a check does not see it: `//evil.test`, `/\\evil.test`, `https:evil.test`, `https://shop.example@evil.test`.',
    leadsAway(50, null),
  ),
];
