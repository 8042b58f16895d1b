import type { Detector } from '../finding.ts';
import { finding } from '../text/judged.ts';
import { inContext } from '../text/surroundings.ts';

/** Names that servers give the id of a session by themselves; words that anything may be called are none. */
const ids =
  /^(?:phpsessid|jsessionid(?:sso)?|aspsessionid[a-z]{0,12}|asp\.net_sessionid|cfid|cftoken|connect\.sid|_session_id|laravel_session|ci_session|cakephp|symfony|django_session|rack\.session|_rails_session|play_session|koa[.:]sess(?:\.sig)?|express[.:]sess|viewstateuserkey|weblogicsession|sessionid_[a-z]+|zenid|oscsid|xtcsid|swoole_session|frontend_sid|wordpress_logged_in_\w+|__host-session|__secure-session)$/i;

/** True for the name of an argument by which a server would take over the session somebody else has chosen. */
export const isSessionName = (name: string): boolean => name.length > 3 && name.length < 64 && ids.test(name);

/**
 * Script or markup that sets a cookie with the id of a session: `document.cookie="PHPSESSID=…"`,
 * `<meta http-equiv="Set-Cookie" …>`.
 */
export const detectSession: Detector = (text) => {
  const script = text.includes('ookie') || text.includes('OOKIE');
  if (!script) return null;
  const head = text.length > 8192 ? text.slice(0, 8192) : text;
  const match = meta.exec(head) ?? store.exec(head) ?? assigned.exec(head);
  if (match === null) return null;
  const from = match.index;
  const to = from + match[0].length;
  const name = match.groups?.name ?? '';
  const known = name === '' || isSessionName(name) || loose.test(name);
  // A tracker or a setting is a cookie as well.
  const score = inContext(match[0].startsWith('<') ? 76 : known ? 80 : 45, head, from, to);
  return score < 30
    ? null
    : finding('session', score, 'cookie set by script', match[0].slice(0, 60), from, to);
};

const loose = /^(?:sid|sess|session|sessionid|session_id|session-id|token|auth|jwt|user)$/i;
const meta = /<meta\s[^>]{0,200}?http-equiv\s*=\s*["']?\s*set-cookie/i;
const store = /\bcookieStore\s*\.\s*set\s*\(\s*["'`](?<name>[^"'`=;\s]{1,64})/;
const assigned =
  /\bdocument\s*(?:\.\s*cookie|\[\s*["'`]cookie["'`]\s*\])\s*=(?!=)\s*(?:["'`]\s*(?<name>[^"'`=;\s]{1,64})=)?/i;

/**
 * Whether a page of another site leads here: its host, by `Origin` or `Referer`, shares no registrable name with ours.
 * Without either header nobody knows, and it does not.
 */
export function isForeign(source: string, host: string): boolean {
  if (source === '' || host === '') return false;
  if (source === 'null') return true;
  const other = /^https?:\/\/(?:[^/?#@]*@)?([^/?#:]{1,253})/i.exec(source)?.[1]?.toLowerCase();
  if (other === undefined) return false;
  return site(other) !== site(host.toLowerCase().replace(/:\d+$/, ''));
}

/** The last two labels of a name, or three where the last but one is a short one of a country (`co.uk`). */
function site(host: string): string {
  if (/^[\d.]+$/.test(host) || host.includes(':')) return host;
  const labels = host.replace(/\.$/, '').split('.');
  const second = labels.at(-2) ?? '';
  const take = labels.length > 2 && second.length <= 3 && labels.at(-1)!.length === 2 ? 3 : 2;
  return labels.slice(-take).join('.');
}
