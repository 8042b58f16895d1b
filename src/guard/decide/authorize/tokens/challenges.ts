import { type Flaw, flawWords } from './flaw.ts';

export interface ChallengeOptions {
  /** `DPoP` alone, `Bearer` alone, or both. */
  readonly schemes: readonly ('Bearer' | 'DPoP')[];
  /** Algorithms of proofs, for DPoP. */
  readonly proofAlgorithms: readonly string[];
  /** Where the description of the protected resource lies (RFC 9728 section 5.1); '' when there is none. */
  readonly metadata: string;
}

/** `WWW-Authenticate` for a flaw (RFC 6750 section 3, RFC 9449 section 7.1), names and values in turn. */
export function challenges(flaw: Flaw, options: ChallengeOptions, scopes: readonly string[] = []): string[] {
  const error = errorOf(flaw);
  const said = [
    // Who sent nothing is told how, and not what was wrong.
    ...(error === '' ? [] : [['error', error] as const, ['error_description', flawWords[flaw]] as const]),
    ...(flaw === 'scope' ? [['scope', scopes.join(' ')] as const] : []),
    ...(options.metadata === '' ? [] : [['resource_metadata', options.metadata] as const]),
  ];
  return options.schemes.flatMap((scheme) => {
    const own = scheme === 'DPoP' ? [...said, ['algs', options.proofAlgorithms.join(' ')] as const] : said;
    const parameters = own.map(([name, value]) => `${name}="${value}"`).join(', ');
    return ['WWW-Authenticate', parameters === '' ? scheme : `${scheme} ${parameters}`];
  });
}

function errorOf(flaw: Flaw): string {
  switch (flaw) {
    case 'missing':
      return '';
    case 'scope':
      return 'insufficient_scope';
    case 'proof':
      return 'invalid_dpop_proof';
    case 'nonce':
      return 'use_dpop_nonce';
    default:
      return 'invalid_token';
  }
}
