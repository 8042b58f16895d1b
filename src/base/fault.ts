/** What went wrong at run time that no decision made: ours, or the world's. Ends in the one `catch` of `serve.ts`. */
export class Fault extends Error {
  /**
   * `client.aborted`, `client.malformed`, `client.too-slow`, `client.too-large`, `upstream.refused`,
   * `upstream.reset`, `upstream.timeout`, `upstream.malformed`, `function.error`, `function.timeout`,
   * `function.malformed`, `function.too-large`, `function.throttled`, `function.missing`, `gateway.bug`, …
   */
  readonly code: string;
  readonly source: 'client' | 'gateway' | 'upstream';

  constructor(code: string, source: 'client' | 'gateway' | 'upstream', message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'Fault';
    this.code = code;
    this.source = source;
  }
}
