import { X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import { type Note, warning } from '../../base/note.ts';
import type { ApiClientCertificate } from '../../define/model/domain.ts';
import { readIdentity, writeIdentity } from './development-authority.ts';
import { type Identity, issue } from './issue.ts';

const DAY_MS = 86_400_000;
/** As long as those of API Gateway last. */
const DAYS = 365;
const WARN_DAYS = 30;

/**
 * The certificates that are shown to the servers behind a stage: made once, and kept in the data folder. None is
 * renewed by itself, since the servers know it by its very bytes; to have another one, its folder is taken away.
 */
export class ClientCertificates {
  readonly #data: string;

  /** `data` is the data folder. */
  constructor(data: string) {
    this.#data = data;
  }

  /** The certificate and its key; made when they are not there. */
  identity({ clientCertificateId }: ApiClientCertificate): Identity {
    const folder = join(this.#data, 'client-certificates', clientCertificateId);
    const known = readIdentity(folder, 'certificate.pem', 'key.pem');
    if (known !== null) return known;
    const now = Date.now();
    const made = issue({
      name: `API Gateway client certificate ${clientCertificateId}`,
      hosts: [],
      by: null,
      from: new Date(now - DAY_MS),
      to: new Date(now + DAYS * DAY_MS),
      permitted: null,
      purpose: 'client',
    });
    writeIdentity(folder, 'certificate.pem', 'key.pem', made);
    return made;
  }

  /** What is to be said about one that runs out. */
  notes(certificate: ApiClientCertificate): Note[] {
    const { clientCertificateId: id, origin } = certificate;
    const { validTo, validToDate } = new X509Certificate(this.identity(certificate).certificate);
    if (validToDate.getTime() - Date.now() > WARN_DAYS * DAY_MS) return [];
    const where = join(this.#data, 'client-certificates', id);
    const message = `the client certificate ${id} holds until ${validTo}: take ${where} away to have another one, and make it known to the servers`;
    return [warning('client-certificate.expiring', message, origin)];
  }
}
