import { fingerprintField } from '../parts/fallback.ts';

/** The JA3 fingerprint of the client's first TLS message. */
export default fingerprintField(
  'JA3Fingerprint',
  'How the client began TLS (JA3), as 32 hexadecimal digits; a request in plain text has none.',
  ({ tls }) => tls?.ja3 ?? '',
);
