/** What the TLS handshake of a connection said; the same object for every request on it. */
export interface TlsSession {
  /** `TLSv1.2` or `TLSv1.3`. */
  readonly protocol: string;
  /** IANA's name of the cipher suite: `TLS_AES_128_GCM_SHA256`. */
  readonly cipher: string;
  /** The host name the client asked for (SNI, RFC 6066 section 3), lower case; '' when it named none. */
  readonly serverName: string;
  /** The JA3 digest of the ClientHello, 32 hex digits; '' when it is not known. */
  readonly ja3: string;
  /** The JA4 fingerprint of the ClientHello (`t13d1516h2_8daaf6152771_b186095e22b6`); '' when it is not known. */
  readonly ja4: string;
  /** The certificate the client proved to hold, after its chain was checked; null when it sent none. */
  readonly client: ClientCertificate | null;
  /** Why the client's certificate was turned away, or that it sent none where one is needed; '' or absent: it was not. */
  readonly flaw?: string;
  /** The id of the domain whose certificate was shown; '' or absent: that of no domain of the definition. */
  readonly domain?: string;
}

/** A client's certificate, in the words of `$context.identity.clientCert`. */
export interface ClientCertificate {
  /** The leaf, as PEM. */
  readonly pem: string;
  /** Distinguished names in RFC 4514 order: `CN=…,O=…`. */
  readonly subject: string;
  readonly issuer: string;
  /** Hex with colons. */
  readonly serial: string;
  /** `May 28 12:30:02 2019 GMT` */
  readonly notBefore: string;
  readonly notAfter: string;
  /** SHA-256 over the DER form, as base64url without padding (RFC 8705, `x5t#S256`). */
  readonly thumbprint: string;
  /** Subject alternative names, as OpenSSL prints them: `DNS:a.example`, `URI:spiffe://…`. */
  readonly alternativeNames: readonly string[];
}
