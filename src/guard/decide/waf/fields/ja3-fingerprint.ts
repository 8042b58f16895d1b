import { absentField } from '../fallback.ts';

/** JA3 is not computed: the fallback decides. */
export default absentField(
  'JA3Fingerprint',
  'How the client began TLS (JA3), as 32 hexadecimal digits; not known here, so the fallback decides.',
  true,
);
