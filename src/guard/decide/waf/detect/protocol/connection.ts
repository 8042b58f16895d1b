import { headerOf } from '../../../../../base/exchange.ts';
import { quoted, type Report } from './anomaly.ts';
import type { Envelope } from './envelope.ts';

// What a client may say of its connection.
const options: ReadonlySet<string> = new Set([
  'close',
  'keep-alive',
  'upgrade',
  'te',
  'trailer',
  'trailers',
  'http2-settings',
  'proxy-connection',
  'proxy-authorization',
  'transfer-encoding',
]);
// What proxies add for the server behind, or what the server knows the caller by.
const endToEnd =
  /^(?:host|cookie|authorization|content-|accept|user-agent|referer|origin|via|forwarded$|x-|true-|cf-|client-|if-|cache-control|range|date|expect)/;

/**
 * `Connection` that names a header to be taken off on the way (RFC 9110 7.6.1): a proxy that does so also drops what it
 * has added itself.
 */
export function checkConnection(value: string, at: Envelope, report: Report): void {
  if (value.length < 11 && options.has(value.toLowerCase())) return;
  const named = value.split(',', 64);
  for (const part of named) {
    const option = part.trim().toLowerCase();
    if (option === '' || options.has(option)) continue;
    const there = headerOf(at.headers, option) !== '';
    if (endToEnd.test(option) || there)
      report('hop-by-hop', 74, 'header connection', `${quoted(option)} is to be dropped on the way`);
  }
}

/** `Upgrade: h2c`: what follows on the connection, a proxy passes on unseen. */
export function checkUpgrade(value: string, report: Report): void {
  if (/(?:^|[\s,])h2c?(?:$|[\s,])/i.test(value))
    report('smuggling', 72, 'header upgrade', `${quoted(value)} in clear text`);
}
