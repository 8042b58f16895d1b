import { parseHead, type RequestHead } from './head.ts';
import { defaultLimits } from './limits.ts';

/**
 * Reads the head of a request that came over no wire as one that did would be read: text beyond ASCII counts as
 * the bytes of its UTF-8. `headers` are names and values in turn; without a Host it gets one.
 */
export function writtenHead(method: string, target: string, headers: readonly string[]): RequestHead {
  const lines = [`${method} ${target} HTTP/1.1`];
  let hasHost = false;
  for (let i = 0; i < headers.length; i += 2) {
    lines.push(`${headers[i]}: ${headers[i + 1]}`);
    hasHost ||= headers[i]!.toLowerCase() === 'host';
  }
  if (!hasHost) lines.push('Host: localhost');
  // A line break within one of them would make two lines of it; a bare CR is in no line.
  const whole = lines.map((line) => line.replace(/[\r\n]/g, '\r'));
  const text = Buffer.from(`${whole.join('\r\n')}\r\n\r\n`).toString('latin1');
  return parseHead(text, true, defaultLimits);
}
