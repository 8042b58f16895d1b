import { AsyncLocalStorage } from 'node:async_hooks';
import { request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import type * as acme from 'acme-client';

/** Who asks: what goes for every request on the way to one certificate. */
export interface Errand {
  /** PEM: who vouches for the authority's address; '': whom everybody trusts. */
  readonly authorities: string;
  readonly signal: AbortSignal;
}

/** The authority wants to be asked later (RFC 8555 6.6), or cannot answer now. */
export class Postponed extends Error {
  /** How long it wants to be left alone, in milliseconds; 0: it does not say. */
  readonly afterMs: number;

  constructor(message: string, afterMs: number) {
    super(message);
    this.afterMs = afterMs;
  }
}

const errands = new AsyncLocalStorage<Errand>();

/** Runs what asks an authority. */
export const onErrand = <T>(errand: Errand, run: () => Promise<T>): Promise<T> => errands.run(errand, run);

/** An authority's answers are small: the longest is a chain of certificates. */
const MOST_BYTES = 1_048_576;
const TIMEOUT_MS = 30_000;

interface Request {
  readonly url?: string;
  readonly method?: string;
  readonly data?: unknown;
  readonly headers: object;
}

/**
 * Makes the library's requests ours: bounded in time and length, to the address that was named and no further, trusting
 * whom the errand trusts. What the library would wait out by itself, for as long as a server says, comes back as
 * `Postponed`.
 */
export function useTransport({ axios }: typeof acme): void {
  const adapter = async (config: Request) => {
    const found = await ask(config);
    return { ...found, statusText: '', config, request: null };
  };
  axios.defaults.adapter = adapter as unknown as typeof axios.defaults.adapter;
}

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

interface Found {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly data: string;
}

async function ask(config: Request): Promise<Found> {
  const { authorities, signal } = errands.getStore()!;
  const url = new URL(config.url ?? '');
  // What is asked for over HTTPS is not answered for in plain text, wherever an authority says its orders are.
  if (url.protocol !== 'https:' && !LOOPBACK.test(url.hostname))
    throw new Error(`the authority leads to ${url.origin}, which is asked in plain text`);
  const within = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
  let found: Found;
  try {
    found = await exchange(url, config, authorities, within);
  } catch (fault) {
    signal.throwIfAborted();
    const why = within.aborted ? `it gave no answer within ${TIMEOUT_MS / 1_000} s` : reasonOf(fault);
    throw new Postponed(`${url.origin} cannot be asked: ${why}`, 0);
  }
  const { status } = found;
  if (status === 429 || status >= 500)
    throw new Postponed(
      `${url.origin} answers ${status}: ${detailOf(found.data)}`,
      waitOf(found.headers['retry-after']),
    );
  return found;
}

function exchange(url: URL, config: Request, authorities: string, signal: AbortSignal): Promise<Found> {
  return new Promise((resolve, reject) => {
    const open = url.protocol === 'https:' ? secureRequest : plainRequest;
    const headers = Object.fromEntries(
      Object.entries({ ...config.headers }).filter(([, value]) => typeof value === 'string'),
    );
    const body = typeof config.data === 'string' ? config.data : '';
    const request = open(url, {
      method: (config.method ?? 'get').toUpperCase(),
      headers: { ...headers, ...(body === '' ? {} : { 'Content-Length': Buffer.byteLength(body) }) },
      signal,
      ...(authorities === '' ? {} : { ca: authorities }),
    });
    request.on('error', reject);
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      response.on('error', reject);
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > MOST_BYTES) request.destroy(new Error(`its answer is over ${MOST_BYTES} bytes`));
        else chunks.push(chunk);
      });
      response.on('end', () => {
        const said = Object.entries(response.headers).map(([name, value]) => [name, String(value)]);
        const data = Buffer.concat(chunks).toString('utf8');
        resolve({ status: response.statusCode ?? 0, headers: Object.fromEntries(said), data });
      });
    });
    request.end(body);
  });
}

function reasonOf(fault: unknown): string {
  const { code, message } = fault as NodeJS.ErrnoException;
  return message || code || 'the connection failed';
}

/** What a problem document says (RFC 7807). */
function detailOf(text: string): string {
  try {
    const { detail } = JSON.parse(text) as { detail?: unknown };
    return typeof detail === 'string' ? detail : 'it does not say why';
  } catch {
    return 'it does not say why';
  }
}

/** The longest that an authority can keep us away. */
const LONGEST_WAIT_MS = 7 * 86_400_000;

/** `Retry-After` (RFC 9110 10.2.3): seconds, or a date. */
function waitOf(text: string | undefined): number {
  if (text === undefined) return 0;
  const ms = /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - Date.now();
  return ms > 0 ? Math.min(ms, LONGEST_WAIT_MS) : 0;
}
