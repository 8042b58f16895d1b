import type { Clock } from '../../base/clock.ts';
import type { Exchange } from '../../base/exchange.ts';

/** A text in the log is cut at so many characters, as API Gateway does with bodies. */
const LONGEST = 1024;
/** What a log does not tell, whoever reads it. */
const SECRET = /^(?:authorization|proxy-authorization|cookie|set-cookie|x-api-key)$/i;

/** The log of a request that is tried out, in the form of API Gateway's execution logs. Secrets in headers are starred. */
export class TrialLog {
  readonly #clock: Clock;
  readonly #lines: string[];

  constructor(id: string, clock: Clock) {
    this.#clock = clock;
    this.#lines = [`Execution log for request ${id}`];
  }

  /** Adds a line; a line break that a caller or a server sent makes none. */
  add(text: string): void {
    const at = new Date(this.#clock.now())
      .toUTCString()
      .replace(/^(\w+), (\d+) (\w+) (\d+) ([\d:]+) GMT$/, '$1 $3 $2 $5 UTC $4');
    this.#lines.push(`${at} : ${oneLine(text)}`);
  }

  request(x: Exchange, { body }: { readonly body: string }): void {
    this.add(`HTTP Method: ${x.method}, Resource Path: ${x.resourcePath}`);
    this.add(`Method request path: ${JSON.stringify(x.params ?? {})}`);
    this.add(`Method request query string: ${x.query}`);
    this.add(`Method request headers: ${headersIn(x.headers)}`);
    this.add(`Method request body before transformations: ${body}`);
  }

  answer({
    status,
    headers,
    body,
  }: {
    readonly status: number;
    readonly headers: readonly string[];
    readonly body: string;
  }): void {
    this.add(`Method response body after transformations: ${body}`);
    this.add(`Method response headers: ${headersIn(headers)}`);
    this.add('Successfully completed execution');
    this.add(`Method completed with status: ${status}`);
  }

  get text(): string {
    return `${this.#lines.join('\n')}\n`;
  }
}

const oneLine = (text: string): string => {
  const line = text.replace(
    /[\p{Cc}\u2028\u2029]/gu,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return line.length > LONGEST ? `${line.slice(0, LONGEST).toWellFormed()} [TRUNCATED]` : line;
};

function headersIn(headers: readonly string[]): string {
  const pairs: string[] = [];
  for (let i = 0; i < headers.length; i += 2)
    pairs.push(`${headers[i]}=${SECRET.test(headers[i]!) ? '*'.repeat(8) : headers[i + 1]}`);
  return `{${pairs.join(', ')}}`;
}
