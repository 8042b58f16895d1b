import type { Instance } from 'autocannon';
import type { Asked } from './caller.ts';
import type { Tally } from './tally.ts';

/** What autocannon's clients tell besides what its types know of. */
interface Client {
  on(event: 'request', heard: () => void): void;
  on(event: 'headers', heard: (head: { statusCode: number; headers: readonly string[] }) => void): void;
  on(event: 'body', heard: (bytes: Buffer) => void): void;
}

/** When a load of autocannon's ends, by the wall clock. */
export interface RushUntil {
  readonly durationMs: number | null;
  readonly num: number | null;
  readonly signal: AbortSignal;
}

/** Loads autocannon, so that a load's time does not begin with that. */
export const ready = (): Promise<unknown> => import('autocannon');

/** As fast as answers come, over so many connections: what autocannon is for. */
export async function rush(asked: Asked, tally: Tally, until: RushUntil): Promise<void> {
  const { default: autocannon } = await import('autocannon');
  const { url, connectTo } = asked.target;
  const { num, durationMs } = until;
  const host = connectTo.includes(':') ? `[${connectTo}]` : connectTo;
  const first = new Map<number, { errorType: string; sample: string }>();
  // Without a callback it gives its instance, which can be waited for as well.
  const running = autocannon({
    url: `${url.protocol}//${host}${url.port === '' ? '' : `:${url.port}`}${url.pathname}${url.search}`,
    method: asked.method as 'GET',
    headers: { ...asked.headers, host: asked.headers.host ?? url.host },
    body: asked.body === '' ? undefined : asked.body,
    connections: num === null ? asked.connections : Math.min(asked.connections, num),
    ...(num === null ? { duration: (durationMs ?? 0) / 1000 } : { amount: num }),
    timeout: asked.timeoutMs / 1000,
    // How often it looks whether it is over.
    sampleInt: 50,
    setupClient: (given) => {
      const client = given as unknown as Client;
      let status = 0;
      client.on('request', () => void tally.sent++);
      client.on('headers', (head) => {
        status = head.statusCode;
        if (!first.has(status)) first.set(status, { errorType: errorTypeOf(head.headers), sample: '' });
      });
      client.on('body', (bytes) => {
        const row = first.get(status);
        if (row !== undefined && tally.wants(status) && row.sample.length < 256)
          row.sample += bytes.toString();
      });
    },
  }) as unknown as Instance & PromiseLike<unknown>;
  running.on('response', (_client, status, _bytes, latencyMs) => {
    const row = tally.wants(status) ? first.get(status) : undefined;
    tally.answer(status, Math.max(0, tally.elapsedMs - latencyMs), latencyMs, row?.errorType, row?.sample);
  });
  running.on('reqError', (error: NodeJS.ErrnoException) => {
    tally.failure(
      error.message === 'request timed out' ? 'timeout' : (error.code ?? error.message),
      tally.elapsedMs,
    );
  });
  const stop = (): void => running.stop?.();
  const timer = durationMs === null || num === null ? undefined : setTimeout(stop, durationMs);
  until.signal.addEventListener('abort', stop, { once: true });
  if (until.signal.aborted) stop();
  await running;
  clearTimeout(timer);
  until.signal.removeEventListener('abort', stop);
}

function errorTypeOf(headers: readonly string[]): string {
  for (let i = 0; i < headers.length; i += 2) {
    if (headers[i]!.toLowerCase() === 'x-amzn-errortype') return headers[i + 1]!;
  }
  return '';
}
