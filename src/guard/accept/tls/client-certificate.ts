import { createHash, type X509Certificate } from 'node:crypto';
import type { ClientCertificate } from '../../../base/tls-session.ts';

/** A certificate in the words of `$context.identity.clientCert`. */
export function clientCertificate(certificate: X509Certificate): ClientCertificate {
  return {
    pem: certificate.toString(),
    subject: nameText(certificate.subject),
    issuer: nameText(certificate.issuer),
    serial: serialText(certificate.serialNumber),
    notBefore: certificate.validFrom,
    notAfter: certificate.validTo,
    thumbprint: createHash('sha256').update(certificate.raw).digest('base64url'),
    alternativeNames: alternativeNames(certificate.subjectAltName ?? ''),
  };
}

/** Node gives a line for each part, escaped, in the order of the certificate; RFC 4514 2.1 begins with the last. */
const nameText = (lines: string | undefined): string =>
  (lines ?? '').split('\n').reverse().join(',').replaceAll(' + ', '+');

const serialText = (hex: string): string => (hex.toLowerCase().match(/../g) ?? []).join(':');

/** `DNS:a.example, URI:"…"`: an entry with a comma or a quote in it is written as JSON text. */
function alternativeNames(text: string): string[] {
  return [...text.matchAll(/(?:^|, )((?:[^:,"]+):(?:"(?:[^"\\]|\\.)*"|[^,]*))/g)].map(([, entry]) => {
    const colon = entry!.indexOf(':');
    const value = entry!.slice(colon + 1);
    return value.startsWith('"') ? `${entry!.slice(0, colon)}:${JSON.parse(value)}` : entry!;
  });
}
