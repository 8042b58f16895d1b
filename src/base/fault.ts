/** What went wrong at run time that no decision made: ours, or the world's. Ends in the one `catch` of `serve.ts`. */
export class Fault extends Error {
  /** Who, and how: `client.aborted`, `upstream.timeout`. `guard/finish/faults.ts` has those with an answer of their own. */
  readonly code: string;
  readonly source: 'client' | 'gateway' | 'upstream';

  constructor(code: string, source: 'client' | 'gateway' | 'upstream', message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'Fault';
    this.code = code;
    this.source = source;
  }
}
