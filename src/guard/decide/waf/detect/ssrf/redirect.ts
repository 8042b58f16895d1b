import type { Finding } from '../finding.ts';
import { hostOf } from './host.ts';
import { targetAt } from './url.ts';

/**
 * Finds values that send a browser to another site where a path was asked for: `//evil.test`, `/\evil.test`,
 * `https:evil.test`, `https://good.test@evil.test`.
 *
 * Meant for parameters that say where to go next, and for those alone: elsewhere such values are ordinary. A plain
 * absolute URL is worth less than 50, since sign-ins hand them around.
 */
export function detectRedirect(text: string): Finding | null {
  let from = 0;
  let odd = false;
  // Browsers drop white space and control characters in front, and tabs and line breaks anywhere.
  while (text.charCodeAt(from) <= 32) from++;
  if (from >= text.length || text.length > 4096) return null;
  let value = text.slice(from);
  if (/[\t\n\r]/.test(value)) {
    value = value.replace(/[\t\n\r]/g, '');
    odd = true;
  }
  const encoded = /^(?:\/|\\|%2f|%5c)(?:%09|%0a|%0d)?(?:%2f|%5c|\/|\\)/i.exec(value);
  if (encoded?.[0].includes('%')) {
    value = `//${value.slice(encoded[0].length)}`;
    odd = true;
  }
  const c = value.charCodeAt(0);
  const second = value.charCodeAt(1);
  const slash = (code: number): boolean => code === 47 || code === 92;
  if (slash(c) || c === 46) {
    // What is left once a server has taken out the steps that lead nowhere, or its own marks.
    const steps = /^[/\\]?(?:\.{1,2}[/\\]|[/\\];[^/\\]{0,64}[/\\])+(?=[/\\]*[\w.-]+\.[a-z]{2,})/i.exec(value);
    if (steps !== null && (slash(value.charCodeAt(steps[0].length)) || steps[0].includes(';'))) {
      const target = targetAt(`//${value.slice(steps[0].length)}`, '', 0, 0);
      if (target !== null && isSite(target.host))
        return finding(58, `${steps[0]} before ${target.host.slice(0, 60)}`, from, text.length);
    }
  }
  if (slash(c)) {
    if (!slash(second)) return null;
    const target = targetAt(value, '', 0, 0);
    if (target === null || !isSite(target.host)) return null;
    const back = c === 92 || second === 92;
    return finding(
      back || odd || target.ambiguous ? 74 : 64,
      `${value.slice(0, 2)} before ${target.host.slice(0, 60)}`,
      from,
      text.length,
    );
  }
  const scheme = /^(https?|ftp):/i.exec(value);
  if (scheme) {
    const at = scheme[0].length;
    const target = targetAt(value, scheme[1]!.toLowerCase(), 0, at);
    if (target === null || !isSite(target.host) || probed.test(value)) return null;
    if (/^[^/?#]*\\/.test(value.slice(at).replace(/^[/\\]+/, '')))
      return finding(68, `a backslash behind ${target.host.slice(0, 60)}`, from, text.length);
    if (isFolded(target.host))
      return finding(66, `a host that reads ${hostOf(target.host).name.slice(0, 60)}`, from, text.length);
    if (target.user !== '')
      return finding(70, `a user before ${target.host.slice(0, 60)}`, from, text.length);
    if (target.ambiguous) return finding(66, `${scheme[0]} without its two slashes`, from, text.length);
    // A check that looks how an address ends takes it for the site's own.
    if (ending.test(value))
      return finding(62, `${target.host.slice(0, 60)}, ending in another name`, from, text.length);
    return finding(
      odd || hostOf(target.host).odd ? 66 : 36,
      `another site, ${target.host.slice(0, 60)}`,
      from,
      text.length,
    );
  }
  // Put behind the name of the site, these make it a user or a part of another name.
  if (
    (c === 64 || c === 46 || c === 58) &&
    /^(?::[^@/?#\s]{0,64})?[@.](?:[a-z0-9-]+\.)+[a-z]{2,}(?:[/?#:]|$)/i.test(value)
  ) {
    return finding(c === 46 ? 52 : 56, `${value[0]} that continues the name of the site`, from, text.length);
  }
  return null;
}

const ending =
  /^\w{3,5}:\/\/[\w.:-]{1,256}[?#][.@]?(?:[a-z0-9-]{1,63}\.){1,8}(?:com|net|org|io|dev|app|example|test|co|uk|de|[a-z]{2})\/?$/i;

/** `HTTP:80/health`: what a load balancer asks of a server, by its port. */
const probed = /^https?:\d{1,5}(?:\/[\w./?=&-]{0,200})?$/i;

function isSite(host: string): boolean {
  const { reach, name } = hostOf(host);
  return reach !== 'none' && (name.includes('.') || reach !== 'public');
}

/** True where letters that are not, or escapes, become a name of ASCII: no name of any language is written so. */
function isFolded(host: string): boolean {
  if (!/[^\0-\x7f%]|%/.test(host)) return false;
  const { reach, name } = hostOf(host);
  return reach !== 'none' && /^[\0-\x7f]+$/.test(name);
}

const finding = (score: number, what: string, from: number, to: number): Finding => ({
  family: 'redirect',
  score,
  context: 'target of a redirect',
  what,
  from,
  to,
});
