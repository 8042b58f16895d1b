// How many of some requests a server refuses.
import { Agent, request } from 'node:http';

/** A request of a browser, unless told otherwise a POST of JSON, or a GET without a body. */
export interface Posted {
  readonly method?: string;
  readonly target: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly type?: string;
}

/** A text within a document, as a form of an application posts it. */
export const inJson = (text: string): Posted => ({
  target: '/posts',
  body: JSON.stringify({ title: 'A question', body: text }),
});

/** A text as an argument of the query. */
export const inQuery = (text: string): Posted => ({
  target: `/posts?page=2&q=${encodeURIComponent(text)}`,
  body: null,
});

const together = 8;

/** The share of them that `url` answers with 403, so many at a time. */
export async function refusedOf(url: string, asked: readonly Posted[]): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: together });
  let next = 0;
  let refused = 0;
  const caller = async (): Promise<void> => {
    while (next < asked.length) if ((await statusOf(agent, url, asked[next++]!)) === 403) refused++;
  };
  await Promise.all(Array.from({ length: together }, caller));
  agent.destroy();
  return refused / asked.length;
}

function statusOf(agent: Agent, url: string, posted: Posted): Promise<number> {
  const { target, body, type = 'application/json' } = posted;
  return new Promise((resolve, reject) => {
    const headers = {
      'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
      Accept: 'application/json',
      ...posted.headers,
      ...(body === null ? {} : { 'Content-Type': type, 'Content-Length': Buffer.byteLength(body) }),
    };
    const method = posted.method ?? (body === null ? 'GET' : 'POST');
    const asked = request(`${url}${target}`, { method, agent, headers }, (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode!));
    });
    asked.on('error', reject).end(body ?? undefined);
  });
}

/** As a table has it. */
export const percent = (share: number, digits: number): string =>
  `${(100 * share).toFixed(digits)} %`.padStart(12);
