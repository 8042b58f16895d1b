import { headerOf } from '../../../../../base/exchange.ts';
import { quoted, type Report } from './anomaly.ts';
import type { Envelope } from './envelope.ts';

/** A name or address with or without a port, as RFC 3986 3.2.2 writes it; underscores are let pass. */
function isHost(text: string): boolean {
  const match = /^(?:\[[0-9a-f:.]{2,45}(?:%25[\w.]{1,16})?\]|([\w.-]{1,253}))(?::(\d{1,5}))?$/i.exec(text);
  if (match === null || Number(match[2] ?? 0) > 65_535) return false;
  const name = match[1];
  return name === undefined || !(name.startsWith('.') || name.includes('..'));
}

/** `Host` itself: what the engine lets through is a host by its characters, but may still be none. */
export function checkHost(value: string, report: Report): void {
  if (value !== '' && !isHost(value)) report('host', 70, 'header host', `${quoted(value)} is no host`);
}

/** The hosts that a proxy says were asked for. */
export function checkForwardedHost(name: string, value: string, at: Envelope, report: Report): void {
  for (const part of value.split(',', 16)) {
    const host = part.trim();
    if (host === '' || host === 'unknown') continue;
    if (!isHost(host)) {
      report('host', 68, `header ${name}`, `${quoted(host)} is no host`);
      return;
    }
    const asked = headerOf(at.headers, 'host');
    if (bare(host) === bare(asked)) continue;
    // A proxy says so as well, and only its operator knows which one.
    const score = name === 'x-forwarded-host' ? 40 : name === 'x-forwarded-server' ? 0 : 55;
    if (score > 0)
      report('host override', score, `header ${name}`, `${quoted(host)} where ${quoted(asked)} was asked`);
  }
}

/** The hosts in a `Forwarded` header (RFC 7239). */
export function checkForwarded(value: string, report: Report): void {
  for (const pair of value.split(/[;,]/, 64)) {
    const named = /^host\s*=/i.exec(pair.trimStart());
    if (named === null) continue;
    const match = /^"?([^"]*)"?$/.exec(pair.trimStart().slice(named[0].length).trim());
    if (match !== null && !isHost(match[1]!))
      report('host', 68, 'header forwarded', `${quoted(match[1]!)} is no host`);
  }
}

const bare = (host: string): string => host.toLowerCase().replace(/\.?(?::\d+)?$/, '');

// By the header, what each of its values must be.
const forms: Readonly<Record<string, RegExp>> = {
  'x-forwarded-proto': /^(?:https?|wss?|h2c?|h3|grpcs?|tls|tcp|udp|quic)$/i,
  'x-forwarded-scheme': /^(?:https?|wss?)$/i,
  'x-forwarded-port': /^\d{1,5}$/,
  'x-forwarded-prefix': /^\/?(?!\/)[\w.~%/-]*$/,
};

/** What else a proxy says of the request it hands on. */
export function checkForwardedForm(name: string, value: string, report: Report): void {
  const form = forms[name]!;
  for (const part of value.split(',', 16)) {
    const text = part.trim();
    if (text === '' || (form.test(text) && !text.includes('//'))) continue;
    report('host', 62, `header ${name}`, `${quoted(text)} is none of what a proxy writes there`);
    return;
  }
}
