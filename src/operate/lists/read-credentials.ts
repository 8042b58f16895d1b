import { digestOf } from '../../guard/decide/waf/managed/lists/digests.ts';

/**
 * Reads stolen credentials, one in a line: `name:password` (the name without regard to case), or the SHA-256 of that
 * as 64 hex digits. What comes back are 64 bits of each: nobody reads a password out of them.
 */
export function readCredentials(text: string): BigUint64Array {
  const digests: bigint[] = [];
  for (const line of text.split(/\r?\n/)) {
    if (/^[0-9a-fA-F]{64}$/.test(line)) digests.push(BigInt(`0x${line.slice(0, 16)}`));
    else {
      const colon = line.indexOf(':');
      if (colon <= 0 || line.startsWith('#')) continue;
      const [high, low] = digestOf(`${line.slice(0, colon).toLowerCase()}${line.slice(colon)}`);
      digests.push((BigInt(high) << 32n) | BigInt(low));
    }
  }
  return BigUint64Array.from(digests);
}
