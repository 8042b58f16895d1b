import { absentField } from '../fallback.ts';

/** JA4 is not computed: the fallback decides. */
export default absentField(
  'JA4Fingerprint',
  'How the client began TLS (JA4), in 36 characters; not known here, so the fallback decides.',
  true,
);
