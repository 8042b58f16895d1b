import type * as acme from 'acme-client';
import { regularBytes } from '../../../base/regular-file.ts';
import type { AcmeTerms } from '../../../define/model/domain.ts';
import type { KeptCertificates } from './kept-certificates.ts';
import { onErrand, useTransport } from './transport.ts';

/** An account with an authority, and whom its address is trusted by. */
export interface Account {
  readonly library: typeof acme;
  readonly client: acme.Client;
  readonly authorities: string;
}

/** Opens accounts with authorities (RFC 8555 7.3), one for each and once. */
export class Accounts {
  readonly #open = new Map<string, Promise<Account>>();

  /** `signal` ends all asking. Rejects when there is no account; then the next call asks again. */
  with(terms: AcmeTerms, kept: KeptCertificates, signal: AbortSignal): Promise<Account> {
    const id = JSON.stringify(terms);
    const known = this.#open.get(id);
    if (known !== undefined) return known;
    const opened = open(terms, kept, signal);
    this.#open.set(id, opened);
    opened.catch(() => this.#open.delete(id));
    return opened;
  }

  /** An authority may have lost an account: it is asked for it again. */
  forget(terms: AcmeTerms): void {
    this.#open.delete(JSON.stringify(terms));
  }
}

let loaded: Promise<typeof acme> | null = null;

/** Only who asks an authority pays for the library. */
function library(): Promise<typeof acme> {
  loaded ??= import('acme-client').then((found) => {
    useTransport(found);
    return found;
  });
  return loaded;
}

async function open(terms: AcmeTerms, kept: KeptCertificates, signal: AbortSignal): Promise<Account> {
  const { directory, email } = terms;
  const found = await library();
  const accountKey = await kept.accountKey(async () =>
    (await found.crypto.createPrivateEcdsaKey('P-256')).toString(),
  );
  const authorities = terms.authorities === '' ? '' : (await regularBytes(terms.authorities)).toString();
  const client = new found.Client({ directoryUrl: directory, accountKey });
  await onErrand({ authorities, signal }, () =>
    client.createAccount({ termsOfServiceAgreed: true, contact: [`mailto:${email}`] }),
  );
  return { library: found, client, authorities };
}
