import { z } from 'zod';
import { addressText, type Block, parseBlock } from '../../../../base/address.ts';
import { intrinsic } from '../intrinsic.ts';

/** Blocks of equal size, cut from the front of a larger one. */
export default intrinsic({
  name: 'Fn::Cidr',
  shape: z
    .union([
      z.tuple([block(), count()]).describe('The block, and how many; they are of 256 addresses.'),
      z.tuple([block(), count(), bits()]).describe('The block, how many, and their size.'),
    ])
    .describe('A block, how many to cut from it, and how many bits of address each keeps.'),
  resolve([source, wanted, hostBits = 8], scope) {
    const from = parseBlock(source);
    if (from === null)
      return scope.fail('intrinsic.not-a-block', `Fn::Cidr: ${source} is no block in CIDR notation`);
    const width = from.version === 4 ? 32 : 128;
    const prefix = width - hostBits;
    const room = prefix - Number(from.text.slice(from.text.indexOf('/') + 1));
    if (prefix < 0 || room < 0 || 2 ** room < wanted)
      return scope.fail(
        'intrinsic.out-of-range',
        `Fn::Cidr: ${source} does not hold ${wanted} blocks of ${hostBits} bits`,
      );
    return Array.from({ length: wanted }, (_, i) => cut(from, BigInt(i) << BigInt(hostBits), prefix));
  },
});

function block(): z.ZodString {
  return z.string().describe('A block in CIDR notation.');
}
function count(): z.ZodInt {
  return z.int().min(1).max(256).describe('How many blocks.');
}
function bits(): z.ZodInt {
  return z.int().min(1).max(128).describe('Bits of address that each keeps: 8 makes a /24 of IPv4.');
}

function cut(from: Block, offset: bigint, prefix: number): string {
  const start = from.first.reduce((whole, word) => (whole << 32n) | BigInt(word), 0n) + offset;
  const word = (i: number): number => Number((start >> BigInt(96 - 32 * i)) & 0xffffffffn);
  return `${addressText(word(0), word(1), word(2), word(3))}/${prefix}`;
}
