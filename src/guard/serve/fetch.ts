import { addressFlaw, type Incoming, type Outgoing } from '../../base/outgoing.ts';

/** Redirects that are followed, each to the very host that was asked. */
const mostRedirects = 3;

/** Asks over the network; see `Fetch`. Throws an `Error` that says in plain words why there is no answer. */
export async function fetchBounded(request: Outgoing): Promise<Incoming> {
  const signal = AbortSignal.timeout(request.timeoutMs);
  let url = request.url;
  for (let redirects = 0; ; redirects++) {
    const flaw = addressFlaw(url);
    if (flaw !== '') throw new Error(`${url} ${flaw}`);
    const response = await fetch(url, {
      method: request.method,
      headers: { ...request.headers },
      ...(request.body === '' ? {} : { body: request.body }),
      redirect: 'manual',
      signal,
    }).catch((fault: unknown) => {
      throw new Error(`${url} cannot be reached: ${causeOf(fault)}`, { cause: fault });
    });
    const location = response.headers.get('location');
    if (response.status < 300 || response.status >= 400 || location === null) {
      return {
        status: response.status,
        headers: Object.fromEntries(response.headers),
        body: await textOf(response, request.maxBytes),
      };
    }
    await response.body?.cancel();
    const next = new URL(location, url);
    if (next.origin !== new URL(url).origin) throw new Error(`${url} leads to another host, ${next.origin}`);
    // What was sent with a body is for the address that was written, and for no other.
    if (request.method !== 'GET' || redirects === mostRedirects) throw new Error(`${url} leads elsewhere`);
    url = next.href;
  }
}

async function textOf(response: Response, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new Error(`the answer of ${response.url} is over ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/** What `fetch` itself says is "fetch failed"; the cause says why. */
function causeOf(fault: unknown): string {
  const { cause } = fault as { cause?: unknown };
  const first = cause instanceof AggregateError ? (cause.errors[0] as unknown) : cause;
  const found = first instanceof Error && first.message !== '' ? first : fault;
  return found instanceof Error ? found.message : String(found);
}
