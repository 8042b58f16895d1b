import type { Exchange } from '../../../../../base/exchange.ts';
import { threshold } from '../../detect/finding.ts';
import { hostOf } from '../../detect/ssrf/host.ts';
import { targetAt } from '../../detect/ssrf/url.ts';
import { type Inspection, inspectionOf, isBody, type Sighting } from '../../inspect/inspect.ts';
import type { Wanted } from '../../inspect/inspection.ts';
import type { Test, WafGiven } from '../../statement.ts';
import { blocks, counts } from './api-rule.ts';
import { disguised } from './disguised-host.ts';
import { sees } from './sees.ts';

// Names of arguments that say where to go next, without the marks between their words.
const next =
  /^(?:next|nexturl|url|uri|to|go|goto|gotourl|target|targeturl|dest|desturl|destination|destinationurl|redir|redirurl|redirect|redirecturl|redirecturi|redirectto|redirectpath|return|returnurl|returnuri|returnto|returnpath|ret|rurl|rt|continue|continueto|forward|forwardurl|fwd|out|outurl|link|linkto|jump|jumpurl|exit|exiturl|checkouturl|successurl|cancelurl|failureurl|backurl|back|callback|callbackurl|logout|logouturl|postlogoutredirecturi|loginurl|referer|ref|view|image|imageurl|page|service|relaystate|origin|originurl|u|r)$/;
// Protocols have these checked against a list, and always name another site.
const agreed =
  /^(?:redirecturi|postlogoutredirecturi|relaystate|service|callback|callbackurl|url|uri|link|image|imageurl|ref|referer|origin|originurl|u|view|page)$/;

/**
 * The name of an argument as the lists above have it: in small letters, without marks, and of one within an address or a
 * document its last part.
 */
const plain = (name: string): string =>
  name
    .slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('?')) + 1)
    .replace(/[-_.[\]\s]/g, '')
    .toLowerCase();

/** The host that a value leads to, in small letters; '' when there is no telling, as where a user reads like a host. */
function hostIn(text: string): string {
  const match = /^\s*(?:(https?|ftp):)?[/\\]{2}/i.exec(text);
  if (match === null) return '';
  const target = targetAt(
    text,
    (match[1] ?? '').toLowerCase(),
    0,
    match[1] === undefined ? 0 : text.indexOf(':') + 1,
  );
  return target === null || target.ambiguous || target.user.includes('.')
    ? ''
    : hostOf(target.host).name.toLowerCase();
}

/** What leads away from a request's own host, plainly or not; null when nothing does. */
interface Away {
  readonly plain: Sighting | null;
  readonly hidden: Sighting | null;
}

const NOWHERE: Away = Object.freeze({ plain: null, hidden: null });

/** How a value that leads away plainly passes for the request's own host: by its host, or by a path that is its name. */
function passingFor(own: string, text: string): string {
  const host = hostIn(text);
  if (host === '' || own === '') return '';
  const rest = text.slice(text.toLowerCase().indexOf(host) + host.length).toLowerCase();
  return rest === `/${own}` || rest === `/${own}/`
    ? 'its path is the host of the request'
    : disguised(host, own);
}

function awayOf(x: Exchange, inspection: Inspection): Away {
  let known: string | null = null;
  const own = (): string => {
    known ??= x.header('host').toLowerCase().replace(/:\d+$/, '');
    return known;
  };
  const leads = (hidden: boolean): Wanted => ({
    least: threshold.HIGH,
    of: ({ name, where, text }) => {
      if (!mayLead(text) || where.endsWith('-name') || where === 'json-key' || isBody(where)) return false;
      const word = plain(name);
      return next.test(word) && (hidden || !agreed.test(word));
    },
    counts: ({ score }, { text, name }) => {
      if (own() !== '' && hostIn(text) === own()) return false;
      return (
        !hidden || score >= threshold.LOW || (!agreed.test(plain(name)) && passingFor(own(), text) !== '')
      );
    },
  });
  const first = (hidden: boolean): Sighting | null => {
    const wanted = leads(hidden);
    return inspection.first('query', 'redirect', wanted) ?? inspection.first('body', 'redirect', wanted);
  };
  const other = first(false);
  const found = first(true);
  if (found === null && other === null) return NOWHERE;
  const how =
    found === null || found.finding.score >= threshold.LOW ? '' : passingFor(own(), found.piece.text);
  const hidden =
    how === ''
      ? found
      : { ...found!, finding: { ...found!.finding, what: `${found!.finding.what}; ${how}` } };
  return { plain: other, hidden };
}

/** False for nearly all values: none of these leads anywhere. */
function mayLead(text: string): boolean {
  const c = text.charCodeAt(0);
  const lower = c | 32;
  // `/`, `\\`, `@`, `.`, `:`, `%`, `h…`, `f…`, and what browsers pass over
  return (
    c <= 32 ||
    c === 47 ||
    c === 58 ||
    c === 92 ||
    c === 64 ||
    c === 46 ||
    c === 37 ||
    lower === 104 ||
    lower === 102
  );
}

/** True for a request whose argument leads to another host than its own. */
const leadsAway =
  (hidden: boolean) =>
  (given: WafGiven): Test => {
    const inspected = inspectionOf(given);
    const away = given.kept('redirects', (x) => awayOf(x, inspected(x)));
    return sees(given, 'redirect', 'No argument there leads to another site.', (x) => {
      const found = away(x);
      const sighting = hidden ? found.hidden : found.plain;
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
    leadsAway(false),
  ),
  blocks(
    'OpenRedirect',
    'The same written so that a check does not see it: `//evil.test`, `/\\evil.test`, `https:evil.test`, `https://shop.example@evil.test`; or so that it passes for the host of the request: `https://shop.example.evil.test`.',
    leadsAway(true),
  ),
];
