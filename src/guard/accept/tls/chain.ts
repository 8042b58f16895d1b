import { X509Certificate } from 'node:crypto';

/** A client's certificate, its issuer, the issuer's issuer, up to one that signed itself. */
export type Chain = readonly X509Certificate[];

/** API Gateway's longest chain, the client's certificate and the root counted. */
const LONGEST = 4;

/** The certificates of a PEM bundle. Throws on one that cannot be read. */
export function certificatesIn(pem: string): X509Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return blocks.map((block) => new X509Certificate(block));
}

/**
 * The chain of a certificate up to a root of the truststore, all of whose authorities stand in the truststore; a
 * sentence that says what is wrong with it. OpenSSL checks a chain as well: these are API Gateway's rules beyond
 * that ("Configuring your truststore": the whole chain in it, four certificates at most, SHA-256 or stronger,
 * RSA from 2048 bits or ECDSA on P-256 or P-384). What a client sends beside its certificate is not looked at.
 */
export function chainOf(leaf: X509Certificate, trusted: readonly X509Certificate[]): Chain | string {
  const chain = [leaf];
  for (let last = leaf; ; last = chain.at(-1)!) {
    const weak = weakness(last);
    if (weak !== '') return weak;
    if (isSelfSigned(last)) {
      const anchored = trusted.some((root) => root.fingerprint256 === last.fingerprint256);
      return anchored ? chain : 'its root is not in the truststore';
    }
    const issuer = issuerOf(last, trusted);
    if (issuer === null) return 'one of its issuers is not in the truststore';
    if (!issuer.ca) return 'one of its issuers is no certificate authority';
    if (chain.length === LONGEST) return `its chain has more than ${LONGEST} certificates`;
    chain.push(issuer);
  }
}

const isSelfSigned = (certificate: X509Certificate): boolean =>
  certificate.checkIssued(certificate) && certificate.verify(certificate.publicKey);

function issuerOf(certificate: X509Certificate, among: readonly X509Certificate[]): X509Certificate | null {
  for (const candidate of among) {
    if (candidate.subject !== certificate.issuer) continue;
    if (certificate.checkIssued(candidate) && certificate.verify(candidate.publicKey)) return candidate;
  }
  return null;
}

const WEAK_DIGEST = /md2|md4|md5|sha1|sha-1/i;

function weakness(certificate: X509Certificate): string {
  const { publicKey, signatureAlgorithm } = certificate;
  if (WEAK_DIGEST.test(signatureAlgorithm ?? '')) return `a signature in its chain is ${signatureAlgorithm}`;
  const { modulusLength = 0, namedCurve = '' } = publicKey.asymmetricKeyDetails ?? {};
  switch (publicKey.asymmetricKeyType) {
    case 'rsa':
    case 'rsa-pss':
      return modulusLength >= 2048
        ? ''
        : `an RSA key in its chain has ${modulusLength} bits, fewer than 2048`;
    case 'ec':
      return namedCurve === 'prime256v1' || namedCurve === 'secp384r1'
        ? ''
        : `a key in its chain is on the curve ${namedCurve}: P-256 and P-384 are taken`;
    default:
      return `a key in its chain is ${publicKey.asymmetricKeyType}: RSA and ECDSA are taken`;
  }
}
