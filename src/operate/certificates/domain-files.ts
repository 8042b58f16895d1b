import { createPrivateKey, X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { error, type Note, warning } from '../../base/note.ts';
import type { CertificateFiles, Domain } from '../../define/model/domain.ts';
import type { Identity } from './issue.ts';
import { textOf } from './text-of.ts';

// As certbot names them, and in plain words.
const PAIRS = [
  ['fullchain.pem', 'privkey.pem'],
  ['certificate.pem', 'key.pem'],
] as const;

/**
 * Where a domain's certificate lies: where the definition says, or in the data folder by its ARN or its name. Null
 * when it comes from an authority, or is to be made here.
 */
export function filesOf(
  { files, certificateArn, name, acme }: Domain,
  data: string,
): CertificateFiles | null {
  if (acme !== undefined) return null;
  if (files !== null) return files;
  const id = certificateArn.slice(certificateArn.lastIndexOf('/') + 1).replace(/[^\w.-]/g, '_');
  for (const folder of [id, name.replace('*', '_')]) {
    if (folder === '' || folder.startsWith('.')) continue;
    for (const [certificate, key] of PAIRS) {
      const at = (file: string): string => join(data, 'certificates', folder, file);
      if (existsSync(at(certificate)) && existsSync(at(key)))
        return { certificate: at(certificate), key: at(key) };
    }
  }
  return null;
}

/** A domain's certificate and key, and what is to be said about them; null when a note is an error. */
export async function fromFiles(
  { name, origin }: Domain,
  { certificate, key }: CertificateFiles,
  notes: Note[],
): Promise<Identity | null> {
  const wrong = (message: string): null => {
    notes.push(error('certificate.unusable', `${name}: ${message}`, origin));
    return null;
  };
  const texts = await Promise.all([textOf(certificate), textOf(key)]);
  if (texts[0] === null) return wrong(`${certificate} cannot be read`);
  if (texts[1] === null) return wrong(`${key} cannot be read`);
  let leaf: X509Certificate;
  try {
    leaf = new X509Certificate(texts[0]);
  } catch {
    return wrong(`${certificate} holds no certificate in PEM`);
  }
  try {
    if (!leaf.checkPrivateKey(createPrivateKey(texts[1])))
      return wrong(`the key in ${key} is not that of the certificate in ${certificate}`);
  } catch {
    return wrong(`${key} holds no private key in PEM without a passphrase`);
  }
  notes.push(
    ...doubts(leaf, name).map((doubt) => warning('certificate.doubtful', `${name}: ${doubt}`, origin)),
  );
  return { certificate: texts[0], key: texts[1] };
}

/** What clients will not like about a certificate. */
function doubts(leaf: X509Certificate, name: string): string[] {
  const host = name.replace('*', 'a');
  const found: string[] = [];
  if (leaf.validToDate.getTime() < Date.now()) found.push(`its certificate expired on ${leaf.validTo}`);
  if (leaf.validFromDate.getTime() > Date.now())
    found.push(`its certificate is valid from ${leaf.validFrom} on`);
  if (name !== '*' && leaf.checkHost(host) === undefined)
    found.push(`its certificate is for other names: ${leaf.subjectAltName ?? leaf.subject}`);
  return found;
}
