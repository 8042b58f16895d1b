import { Around } from '../around.ts';
import type { Detector, Family, Finding } from '../finding.ts';
import { type Host, hostOf } from './host.ts';
import { asksInside, services } from './inside.ts';
import { fetchesMetadata, relayed } from './metadata.ts';
import { remoteFile } from './remote-file.ts';
import { type Reached, targetsOf } from './targets.ts';
import { schemeBefore, type Target, targetAt } from './url.ts';

export { detectRedirect } from './redirect.ts';

// Schemes that make a fetching library talk to something else than a web server, and what they are worth by themselves.
const schemes: Readonly<Record<string, number>> = {
  gopher: 86,
  gophers: 86,
  dict: 80,
  netdoc: 84,
  tftp: 66,
  jar: 74,
  ldap: 54,
  ldaps: 52,
  ldapi: 70,
  file: 56,
  local_file: 80,
  'http+unix': 72,
  unix: 70,
  imap: 40,
  smtp: 46,
  telnet: 44,
  finger: 60,
  rtsp: 20,
  ftp: 26,
  ftps: 24,
  sftp: 30,
  ssh: 20,
  smb: 40,
  redis: 20,
  sip: 20,
  git: 20,
  svn: 20,
};
const internal: Readonly<Record<string, number>> = {
  ftp: 58,
  ftps: 56,
  sftp: 52,
  telnet: 56,
  smtp: 56,
  smb: 54,
  ldap: 66,
  ldaps: 62,
  imap: 52,
};

/**
 * Finds URLs that point where a server should not go for a caller: the metadata of a cloud, this machine and private
 * networks in odd spellings, schemes of other protocols; and files of other hosts that a program would include.
 *
 * Plain URLs of this machine and of private networks are worth less than 50: developers use them all day.
 */
export const detectSsrf: Detector = (text) => search(text, judged);

/** The part of it that asks for the metadata of a cloud, wherever the address is spelled how. */
export const detectMetadata: Detector = (text) => search(text, metadata);

/** The part of it that names a file of another host, for a program to include. */
export const detectRemoteFile: Detector = (text) => search(text, remote);

/** What a target is worth by itself: whole when nothing but it stands in the value. */
type Judge = (target: Target, host: Host, whole: boolean) => Judged;
interface Judged {
  readonly family: Family;
  readonly score: number;
  readonly what: string;
}

const judged: Judge = (target, host, whole) => {
  const own = scoreOf(target, host);
  const score =
    whole && own < 54 && (host.reach === 'loopback' || host.reach === 'private') && asksInside(target, host)
      ? 54
      : own;
  const other = score < 50 && whole ? remoteFile(target, host) : null;
  return other !== null && other.score > score
    ? { family: 'rfi', ...other }
    : { family: 'ssrf', score, what: describe(target, host) };
};

const metadata: Judge = (target, host) => {
  const asks =
    host.reach === 'metadata' ||
    fetchesMetadata(target.rest) ||
    (target.user !== '' && hidden(target.user) === 'metadata');
  return { family: 'ssrf', score: asks ? scoreOf(target, host) : 0, what: describe(target, host) };
};

const remote: Judge = (target, host, whole) => ({
  family: 'rfi',
  ...(whole ? remoteFile(target, host) : { score: 0, what: '' }),
});

function search(text: string, judge: Judge): Finding | null {
  const length = text.length;
  if (length < 4) return null;
  let best = atStart(text, judge);
  const around = new Around(text);
  const targets = targetsOf(text);
  for (let i = 0; i < targets.length; i++) {
    const found = weigh(text, targets[i]!, judge, around);
    if (found !== null && found.score > (best?.score ?? 29)) best = found;
  }
  return best;
}

/** What only the beginning of a value can be: `//host`, `http:host`, a host without any scheme. */
function atStart(text: string, judge: Judge): Finding | null {
  let from = 0;
  while (from < 4 && text.charCodeAt(from) < 33) from++;
  const c = text.charCodeAt(from);
  if (c === 47 || c === 92) {
    const next = text.charCodeAt(from + 1);
    if (next !== 47 && next !== 92) return judge === remote ? null : relayed(text, from);
    const target = targetAt(text, '', from, from);
    // `// a comment`, `\\server\share`: a host with blanks or without a dot is none.
    return target === null || c === 92 ? null : weigh(text, { target, host: hostOf(target.host) }, judge);
  }
  if (c === 91 || (c >= 48 && c <= 57)) return bare(text, from, judge);
  const lower = c | 32;
  if (lower < 97 || lower > 122) return c > 0x2400 && c < 0xffff ? bare(text, from, judge) : null;
  let colon = from + 1;
  while (colon - from < 14 && isScheme(text.charCodeAt(colon))) colon++;
  if (text.charCodeAt(colon) !== 58) return lower === 109 || lower === 105 ? bare(text, from, judge) : null;
  const next = text.charCodeAt(colon + 1);
  if (next === 47 && text.charCodeAt(colon + 2) === 47) return null;
  const scheme = text.slice(from, colon).toLowerCase();
  if (scheme === 'jar' || scheme === 'url') {
    const second = text.indexOf(':', colon + 1);
    const inner = second < 0 || second > colon + 12 ? '' : schemeBefore(text, second);
    if (inner === '') return null;
    if (scheme === 'url' && inner !== 'file') return nested(text, inner, colon + 1, second + 1, judge);
    if (judge !== judged) return null;
    return schemeFinding(scheme === 'jar' ? 74 : 80, `${scheme}:${inner}:`, text, from);
  }
  if (scheme !== 'http' && scheme !== 'https' && schemes[scheme] === undefined) return null;
  if (next === 32 || colon + 1 >= text.length) return null;
  // `file:../lib`, `file:a.pdf`: beside whoever reads it. What climbs far or names what it should not is told of paths.
  if (scheme === 'file' && /^\.{1,2}\/|^[\w .()-]{1,80}$/.test(text.slice(colon + 1))) return null;
  const target = targetAt(text, scheme, from, colon + 1);
  // `file:a`, `dict:x`, `http:yes`: a label.
  const slashed = next === 47 || next === 92;
  return target === null ||
    (!slashed && !target.host.includes('.') && target.port < 0 && !anAddress.test(target.host))
    ? null
    : weigh(text, { target, host: hostOf(target.host) }, judge);
}

/** What is a host without a dot: an address of IPv6, or one of IPv4 that is written as a number. */
const anAddress = /^(?:localhost|\[.*|.*:.*|\d{7,14}|0x[\da-f]{6,10})$/i;

/** `url:http://127.0.0.1/`: what Java's URLs take before another scheme, and a check of schemes does not know. */
function nested(text: string, scheme: string, from: number, behind: number, judge: Judge): Finding | null {
  const target = targetAt(text, scheme, from, behind);
  if (target === null) return null;
  const host = hostOf(target.host);
  const found = weigh(text, { target, host }, judge);
  if (judge !== judged || (host.reach !== 'loopback' && host.reach !== 'private')) return found;
  return found !== null && found.score > 62 ? found : finding('ssrf', 62, target, describe(target, host));
}

const isScheme = (c: number): boolean =>
  ((c | 32) >= 97 && (c | 32) <= 122) || (c >= 48 && c <= 57) || c === 43 || c === 45 || c === 46 || c === 95;

/** A whole value that is a host: worth something only where it is a cloud's, or oddly written. */
function bare(text: string, from: number, judge: Judge): Finding | null {
  const c = text.charCodeAt(from);
  if (
    c < 128 &&
    c !== 91 &&
    !text.startsWith('169.254.', from) &&
    !text.startsWith('100.100.100.200', from)
  ) {
    if (c === 109 && !text.startsWith('metadata.', from)) return null;
    if (c === 105 && !text.startsWith('instance-data/', from)) return null;
    if (c !== 109 && c !== 105 && !/^(?:0x[0-9a-f]{2}|0[0-7]{2,3})\./i.test(text.slice(from, from + 8)))
      return null;
  }
  const target = targetAt(text, '', from, from);
  if (target === null || target.end < text.length) return null;
  // `[990]`, `[10.5]`: a list of one number.
  if (c === 91 && !/:|\..*\..*\./.test(target.host)) return null;
  const host = hostOf(target.host);
  // Where a machine of a VPC asks for names and the time; no web server.
  if (text === '169.254.169.253' || text === '169.254.169.123') return null;
  if (host.reach === 'metadata')
    return judge === remote ? null : finding('ssrf', 80, target, `the metadata of a cloud at ${host.name}`);
  if (judge !== judged || host.reach === 'none' || host.reach === 'public' || !host.odd) return null;
  return finding('ssrf', 58, target, `${host.name}, an odd spelling`);
}

function weigh(
  text: string,
  { target, host }: Reached,
  judge: Judge,
  around = new Around(text),
): Finding | null {
  const whole = target.from < 2 && target.end >= text.length - 1;
  const judgement = judge(target, host, whole);
  let { score } = judgement;
  if (score < 30) return null;
  if (!whole) {
    // What a program is told to connect to.
    if (target.from > 2 && target.scheme.startsWith('ldap') && isDirectory(target.rest))
      score = Math.min(score, 44);
    around.look(target.from, target.end);
    const { words } = around;
    score -= words < 3 ? 0 : words < 6 ? 16 : words < 12 ? 46 : 56;
    if (around.markup) score -= 15;
    if (score < 30) return null;
  }
  return finding(judgement.family, score, target, judgement.what);
}

function scoreOf(target: Target, host: Host): number {
  const { scheme } = target;
  if (givesOption(target)) return 80;
  const web = scheme === 'http' || scheme === 'https' || scheme === '';
  // `http://unix:/var/run/docker.sock:/info`: how libraries of Node are told of a socket of the machine.
  if (web && target.host === 'unix' && target.port < 0 && /^\/[\w./-]{1,120}:\//.test(target.rest)) return 72;
  const own = schemes[scheme] ?? (web ? 0 : -1);
  if (own < 0) return host.reach === 'metadata' ? 80 : 0;
  if (host.reach === 'metadata') return host.odd ? 96 : target.scheme === '' && !host.address ? 60 : 92;
  // What a browser shows of one's own files.
  if (scheme === 'file' && (/^(?:home|users)$/i.test(target.host) || /^\/users\//i.test(target.rest)))
    return 42;
  if (host.reach === 'none') return target.host === '' || !web ? own : /[%\s@\\]/.test(target.host) ? 45 : 0;
  if (host.reach === 'public') {
    if (own >= 50) return scheme.startsWith('ldap') && isDirectory(target.rest) ? 44 : own;
    if (target.user !== '' && hidesHost(target.user)) return 68;
    if (fetchesMetadata(target.rest)) return 66;
    // `http://bank.test@evil.test`: the user is there to be taken for the host.
    // To a telephone or a machine one signs in to, it is the name of a person: `sip:a.b@pbx.test`, `ssh://a.b@git.test`.
    if (web && target.user !== '' && /^[\w-]+(?:\.[\w-]+)+$/.test(target.user.replace(/:\d+$/, '')))
      return 54;
    // Shares of a network are named; who asks an address of the world for one is told who is signed in.
    if (scheme === 'smb' && host.address) return 56;
    return target.ambiguous && /@/.test(target.rest) ? 58 : own;
  }
  if (host.reach === 'collaborator') return 62;
  if (host.reach === 'rebinding') return 60;
  const near = internal[scheme] ?? 0;
  if (host.odd) return 78;
  if (target.user.includes('.') || (target.ambiguous && target.rest.includes('@'))) return 74;
  if (fetchesMetadata(target.rest)) return 70;
  if (own >= 50 || near > 0) return Math.max(own, near);
  if (!web) return Math.max(own, 34);
  if (target.ambiguous && scheme !== '') return 58;
  // A browser refuses these ports, and nobody develops a website on them.
  if (services.has(target.port)) return 60;
  const plain = target.port < 0 || target.port === 80 || target.port === 443;
  if (
    plain &&
    host.reach === 'loopback' &&
    /^\/(?:admin|server-status|manager\/html|phpmyadmin|console|actuator|_cat|debug|nginx_status)\b/i.test(
      target.rest,
    )
  )
    return 54;
  // Nobody signs in to a machine that is his own by a URL; and its address, where no port is one of developers, is no
  // name.
  if (host.reach === 'loopback' && target.user !== '') return 60;
  if (plain && host.reach === 'loopback' && host.address) return 52;
  return host.name === '0.0.0.0' || host.name === '[::1]' || host.name === '[::]'
    ? 52
    : host.reach === 'loopback'
      ? 40
      : 38;
}

/** `ssh://-oProxyCommand=id/x`: no host begins with a dash, and ssh takes what does for an option. */
const givesOption = ({ scheme, user, host }: Target): boolean =>
  (host.charCodeAt(0) === 45 || user.charCodeAt(0) === 45) && started.has(scheme);
const started = new Set(['ssh', 'git+ssh', 'ssh+git', 'svn+ssh', 'hg+ssh', 'bzr+ssh', 'rsync', 'git']);

/** A base such as `/dc=example,dc=com`, or none: how a directory is configured (RFC 4516). */
const isDirectory = (rest: string): boolean => rest.length < 2 || /^\/(?:dc|ou|cn|o|uid)=/i.test(rest);

/** `http://169.254.169.254%23@good.test`: what stands before the `@` is the host to a reader that decodes first. */
function hidesHost(user: string): boolean {
  const reach = hidden(user);
  return reach === 'metadata' || reach === 'loopback' || reach === 'private';
}

const hidden = (user: string): Host['reach'] => hostOf(user.replace(/(?:%23|%2f|%3f|:).*$/i, '')).reach;

function describe(target: Target, host: Host): string {
  const odd = host.odd ? ', an odd spelling' : '';
  const name = host.name.slice(0, 60);
  switch (host.reach) {
    case 'metadata':
      return `the metadata of a cloud at ${name}${odd}`;
    case 'loopback':
      return `this machine as ${name}${odd}`;
    case 'private':
      return `a private network at ${name}${odd}`;
    case 'rebinding':
      return `a name that stands for another address: ${name}`;
    case 'collaborator':
      return `a host that records who calls: ${name}`;
    default:
      return target.scheme === 'http' || target.scheme === 'https' || target.scheme === ''
        ? `a misleading host: ${name}`
        : `scheme ${target.scheme}:`;
  }
}

const finding = (family: Family, score: number, target: Target, what: string): Finding => ({
  family,
  score: Math.min(98, score),
  context: family === 'rfi' ? 'name of a file to include' : 'URL the server fetches',
  what,
  from: target.from,
  to: target.end,
});

const schemeFinding = (score: number, what: string, text: string, from: number): Finding => ({
  family: 'ssrf',
  score,
  context: 'URL the server fetches',
  what: `scheme ${what}`,
  from,
  to: text.length,
});
