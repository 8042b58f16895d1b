import { type Block, parseBlock } from '../../base/address.ts';
import { IpRanges } from '../../guard/decide/waf/addresses/ip-ranges.ts';

/** Blocks of fewer bits are surely a mistake: they would refuse whole continents. */
const fewestBits = { 4: 6, 6: 12 } as const;

/** What is no address of the internet: a list of bogons would refuse every caller behind a proxy of one's own. */
const own = IpRanges.of([
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12'],
  ...['192.168.0.0/16', '224.0.0.0/3', '::/16', 'fc00::/7', 'fe80::/10', 'ff00::/8'],
]);

/**
 * Reads a list of addresses: one in a line, as a block or by itself, with comments behind `#` or `;` and whatever
 * else stands beside it (`.netset`, `.csv`, exits of Tor); or JSON with addresses anywhere in it (`ip-ranges.json`,
 * `googlebot.json`), also a value in each line.
 */
export function readBlocks(text: string): Block[] {
  const blocks: Block[] = [];
  const add = (word: string): boolean => {
    const block = parseBlock(word);
    if (block === null) return false;
    if (!isOwn(block) && Number(block.text.slice(block.text.indexOf('/') + 1)) >= fewestBits[block.version])
      blocks.push(block);
    return true;
  };
  const whole = /^\s*[[{]/.test(text) ? jsonOf(text) : undefined;
  if (whole !== undefined) strings(whole, add, 0);
  else for (const line of text.split(/\r?\n/)) readLine(line, add);
  return blocks;
}

function readLine(line: string, add: (word: string) => boolean): void {
  const found = line.startsWith('{') ? jsonOf(line) : undefined;
  if (found !== undefined) {
    strings(found, add, 0);
    return;
  }
  const cut = line.search(/[#;]/);
  for (const word of (cut < 0 ? line : line.slice(0, cut)).split(/[\s,"']+/, 6))
    if (word !== '' && add(word)) return;
}

function isOwn({ version, first }: Block): boolean {
  const [a, b, c, d] = first;
  return own.has({ version, a, b, c, d, text: '' });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function strings(value: unknown, each: (text: string) => unknown, depth: number): void {
  if (typeof value === 'string') each(value);
  else if (typeof value === 'object' && value !== null && depth < 20)
    for (const part of Object.values(value)) strings(part, each, depth + 1);
}
