import type { ProcessLog } from './process-log.ts';

/** An issuer that cannot be asked now. */
export interface IssuerTrouble {
  readonly issuer: string;
  /** What it is asked for: its keys, or what tokens stand for. */
  readonly what: 'keys' | 'answers';
  /** ISO 8601. */
  readonly since: string;
  readonly because: string;
}

/** What is wrong with an issuer, in one sentence. */
export function troubleReason({ issuer, what, since, because }: IssuerTrouble): string {
  return what === 'keys'
    ? `the keys of ${issuer} cannot be fetched since ${since} (${because}): those that are known serve on`
    : `${issuer} cannot be asked about tokens since ${since} (${because}): answers that are kept serve on`;
}

/** Tells the log of the process when an issuer cannot be asked, and when it can again: once each. */
export class IssuerLog {
  readonly #log: Pick<ProcessLog, 'warn' | 'info'>;
  #told = new Set<string>();

  constructor(log: Pick<ProcessLog, 'warn' | 'info'>) {
    this.#log = log;
  }

  look(troubles: readonly IssuerTrouble[]): void {
    if (troubles.length === 0 && this.#told.size === 0) return;
    const now = new Set<string>();
    for (const trouble of troubles) {
      now.add(trouble.issuer);
      if (!this.#told.has(trouble.issuer)) this.#log.warn(troubleReason(trouble));
    }
    for (const issuer of this.#told) if (!now.has(issuer)) this.#log.info(`${issuer} answers again`);
    this.#told = now;
  }
}
