import { lookup } from 'node:dns/promises';
import { type Address, parseAddress, parseBlock } from '../../base/address.ts';
import { EXIT, Halt } from '../halt.ts';

/** Where a load goes. */
export interface Target {
  readonly url: URL;
  /** The address or name to connect to: `x.localhost` is this machine, whether or not it resolves. */
  readonly connectTo: string;
  readonly loopback: boolean;
}

/** Reads a URL, and refuses one that leads to another machine unless that is allowed. */
export async function targetOf(text: string, allowRemote: boolean): Promise<Target> {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    throw new Halt(EXIT.usage, `${text} must be a URL: http://127.0.0.1:8080/path`);
  }
  const name = url.hostname.replace(/^\[|\]$/g, '');
  if (name.endsWith('.localhost')) return { url, connectTo: '127.0.0.1', loopback: true };
  const addresses = await lookup(name, { all: true }).catch(() => null);
  if (addresses === null) throw new Halt(EXIT.usage, `${name} is not the name of a machine`);
  const loopback = addresses.every(({ address }) => isLoopback(parseAddress(address)));
  if (!loopback && !allowRemote) {
    throw new Halt(EXIT.usage, `${name} is not this machine`, [
      'A load may only go to a machine whose owner has agreed to it; then add --allow-remote.',
    ]);
  }
  return { url, connectTo: name, loopback };
}

const isLoopback = (a: Address | null): boolean =>
  a !== null && (a.version === 4 ? a.d >>> 24 === 127 : a.a === 0 && a.b === 0 && a.c === 0 && a.d === 1);

/** The first `count` addresses of a block, those a host cannot have left out; fewer when it holds fewer. */
export function sourcesOf(text: string, count: number): string[] {
  const block = parseBlock(text);
  if (block === null) throw new Halt(EXIT.usage, `--from ${text} must be a block of addresses: 127.0.0.0/8`);
  if (block.version === 6) {
    if (block.text !== '::1/128')
      throw new Halt(EXIT.usage, '--from knows ::1 and blocks of 127.0.0.0/8 only');
    return ['::1'];
  }
  const [first, last] = [block.first[3], block.last[3]];
  if (first >>> 24 !== 127 || last >>> 24 !== 127) {
    throw new Halt(
      EXIT.usage,
      `--from ${text} must lie in 127.0.0.0/8: only those addresses are all this machine’s own`,
    );
  }
  const found: string[] = [];
  for (let word = first; word <= last && found.length < count; word++) {
    const low = word & 255;
    if (last - first > 1 && (low === 0 || low === 255)) continue;
    found.push(`127.${(word >>> 16) & 255}.${(word >>> 8) & 255}.${low}`);
  }
  return found;
}
