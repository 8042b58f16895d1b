import { X509Certificate } from 'node:crypto';
import type { ClientCertificate, TlsSession } from '../../base/tls-session.ts';
import type { Definition } from '../../define/model/definition.ts';
import { type Domain, DomainNames } from '../../define/model/domain.ts';
import { clientCertificate } from '../../guard/accept/accept.ts';
import { bareHost } from '../../guard/decide/address.ts';

/**
 * The TLS session that a request on paper would have come on: opened for the host it names, with a certificate
 * (PEM; '' for none) that is taken as one whose chain was checked. Null for a certificate that cannot be read.
 */
export function paperSession(
  { domains = [] }: Definition,
  host: string,
  certificate: string,
): TlsSession | null {
  const client = certificate === '' ? null : readCertificate(certificate);
  if (client === undefined) return null;
  const names = new DomainNames<Domain>();
  for (const domain of domains) names.add(domain.name, domain);
  const serverName = bareHost(host);
  return {
    protocol: 'TLSv1.3',
    cipher: 'TLS_AES_128_GCM_SHA256',
    serverName,
    ja3: '',
    ja4: '',
    client,
    flaw: client === null ? 'the client sent no certificate' : '',
    domain: names.of(serverName)?.id ?? '',
  };
}

function readCertificate(pem: string): ClientCertificate | undefined {
  try {
    return clientCertificate(new X509Certificate(pem));
  } catch {
    return undefined;
  }
}
