import { fingerprintField } from '../parts/fallback.ts';

/** The JA4 fingerprint of the client's first TLS message. */
export default fingerprintField(
  'JA4Fingerprint',
  'How the client began TLS (JA4), in 36 characters; a request in plain text has none.',
  ({ tls }) => tls?.ja4 ?? '',
);
