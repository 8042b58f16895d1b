import type { Exchange } from '../../../base/exchange.ts';
import { Fault } from '../../../base/fault.ts';
import type { Invocation } from '../../../functions/invocation.ts';
import type { Given } from '../../decide/given.ts';

/** What Lambda takes in one synchronous invocation. */
const MOST_EVENT_BYTES = 6 * 1024 * 1024;

/** Throws the fault of an event that Lambda would not take. */
export function checkEvent(event: string): void {
  if (event.length > MOST_EVENT_BYTES || Buffer.byteLength(event) > MOST_EVENT_BYTES) {
    throw new Fault('function.request-too-large', 'client', 'the event is over the 6 MB that Lambda takes');
  }
}

/** Waits for the function, but not past the integration's timeout: what it answers later, nobody sees. */
export function invoke(
  x: Exchange,
  event: string,
  arn: string,
  timeoutMs: number,
  given: Given,
): Promise<Invocation> {
  const started = given.clock.steady();
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      x.integrationMs = given.clock.steady() - started;
      reject(new Fault('upstream.timeout', 'upstream', `no answer of ${arn} within ${timeoutMs} ms`));
    }, given.clock.wall(timeoutMs));
    given.invoke(arn, event).then(
      (invocation) => {
        clearTimeout(timer);
        if (x.integrationMs < 0) x.integrationMs = given.clock.steady() - started;
        resolve(invocation);
      },
      (fault) => {
        clearTimeout(timer);
        reject(fault);
      },
    );
  });
}

/** The fault of an invocation that never came to the function's own code; null when it did. */
export function uninvoked(x: Exchange, invocation: Invocation): Fault | null {
  switch (invocation.outcome) {
    case 'throttled':
      x.integrationStatus = 429;
      return new Fault('function.throttled', 'upstream', 'Lambda invocation failed with status: 429');
    case 'missing':
      x.integrationStatus = 404;
      return new Fault('function.missing', 'upstream', invocation.message);
    case 'too-large':
      x.integrationStatus = 413;
      return invocation.side === 'request'
        ? new Fault('function.request-too-large', 'client', 'the event is over the 6 MB that Lambda takes')
        : new Fault('function.too-large', 'upstream', 'the function’s answer is over 6 MB');
    default:
      return null;
  }
}
