import type { Exchange } from '../../base/exchange.ts';
import type { Answer } from '../../base/wire.ts';

/**
 * Sends the answer of a request, once, with the ids that every answer carries. A promise only when the body
 * streams: it is kept when the last byte has been handed over, and rejects with what broke the body off.
 */
export function finish(x: Exchange, answer: Answer): void | Promise<void> {
  if (x.answer !== null && x.wire.answered) return;
  x.answer = answer;
  x.status = answer.status;
  const { status, headers, body } = answer;
  if (typeof body === 'string' || Buffer.isBuffer(body)) x.wire.send(status, headers, body, x.ids);
  else return x.wire.stream(status, headers, answer.length, body, x.ids);
}
