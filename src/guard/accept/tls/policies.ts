import { constants } from 'node:crypto';
import type { SecureContextOptions } from 'node:tls';
import type { SecurityPolicy } from '../../../define/model/domain.ts';

// RFC 9325 4.2: ephemeral keys and authenticated encryption alone. Suites without them, which older policies of
// AWS still offer, are left out: RSA key exchange and CBC.
const TLS13 = 'TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256';
const TLS13_FIPS = 'TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384';
const TLS12_FIPS = [
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
].join(':');
const TLS12 = `${TLS12_FIPS}:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305`;

const CLASSIC = 'X25519:P-256:P-384';
const POST_QUANTUM = `X25519MLKEM768:SecP256r1MLKEM768:SecP384r1MLKEM1024:${CLASSIC}`;
const FIPS = 'P-256:P-384';
const FIPS_POST_QUANTUM = `SecP256r1MLKEM768:SecP384r1MLKEM1024:${FIPS}`;

interface Terms {
  readonly from: 'TLSv1.2' | 'TLSv1.3';
  readonly ciphers: string;
  readonly groups: string;
}

const terms = (from: Terms['from'], ciphers: string, groups: string): Terms => ({ from, ciphers, groups });
const BOTH = `${TLS13}:${TLS12}`;
const BOTH_FIPS = `${TLS13_FIPS}:${TLS12_FIPS}`;

/**
 * What each policy allows. TLS 1.0 and 1.1 are not spoken, whatever the policy (RFC 8996): `TLS_1_0` is what
 * `TLS_1_2` is.
 */
const table: Readonly<Record<SecurityPolicy, Terms>> = {
  TLS_1_0: terms('TLSv1.2', BOTH, CLASSIC),
  TLS_1_2: terms('TLSv1.2', BOTH, CLASSIC),
  SecurityPolicy_TLS13_1_3_2025_09: terms('TLSv1.3', TLS13, POST_QUANTUM),
  SecurityPolicy_TLS13_1_3_FIPS_2025_09: terms('TLSv1.3', TLS13_FIPS, FIPS_POST_QUANTUM),
  SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09: terms('TLSv1.2', BOTH, POST_QUANTUM),
  SecurityPolicy_TLS13_1_2_FIPS_PQ_2025_09: terms('TLSv1.2', BOTH_FIPS, FIPS_POST_QUANTUM),
  SecurityPolicy_TLS13_1_2_FIPS_PFS_PQ_2025_09: terms('TLSv1.2', BOTH_FIPS, FIPS_POST_QUANTUM),
  SecurityPolicy_TLS13_1_2_PQ_2025_09: terms('TLSv1.2', BOTH, POST_QUANTUM),
  SecurityPolicy_TLS13_1_2_2021_06: terms('TLSv1.2', BOTH, CLASSIC),
  SecurityPolicy_TLS13_2025_EDGE: terms('TLSv1.3', TLS13, POST_QUANTUM),
  SecurityPolicy_TLS12_PFS_2025_EDGE: terms('TLSv1.2', BOTH, POST_QUANTUM),
  SecurityPolicy_TLS12_2018_EDGE: terms('TLSv1.2', BOTH, CLASSIC),
};

/** A policy in the words of Node. `tickets`: whether sessions may be resumed. */
export function policyOptions(policy: SecurityPolicy, tickets: boolean): SecureContextOptions {
  const { from, ciphers, groups } = table[policy];
  return {
    minVersion: from,
    maxVersion: 'TLSv1.3',
    ciphers,
    ecdhCurve: groups,
    honorCipherOrder: true,
    secureOptions:
      // RFC 9325 3.5: whoever renegotiates makes the server work, and may be someone else than before.
      constants.SSL_OP_NO_RENEGOTIATION |
      // A client without AES in hardware puts ChaCha first, and gets it.
      constants.SSL_OP_PRIORITIZE_CHACHA |
      (tickets ? 0 : constants.SSL_OP_NO_TICKET),
  };
}
