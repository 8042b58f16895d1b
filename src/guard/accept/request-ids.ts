import { randomFillSync } from 'node:crypto';
import { type RequestIds, requestIds } from '../../base/request-id.ts';

const IDS = 256;
const random = new Uint8Array(IDS * 16);
const digits = Buffer.from('0123456789abcdef', 'latin1');
const alphabet = Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/', 'latin1');

// The lines of one request, and where its ids stand in them.
const form = requestIds('00000000-0000-4000-8000-000000000000');
const LENGTH = form.lines.length;
const ID = form.lines.indexOf(form.id);
const EXTENDED = form.lines.indexOf(form.extended);
const written = Buffer.from(form.lines.repeat(IDS), 'latin1');

let text = '';
let next = IDS;

/**
 * The ids of a request: a random UUID (version 4, RFC 9562 5.4) and what goes with it. Made 256 at a time, and written
 * as one text that they are slices of: `crypto.randomUUID` alone takes 1 % of a small request, the extended id 2 %.
 */
export function newIds(): RequestIds {
  if (next === IDS) refill();
  const from = next++ * LENGTH;
  return {
    id: text.slice(from + ID, from + ID + 36),
    extended: text.slice(from + EXTENDED, from + EXTENDED + 16),
    lines: text.slice(from, from + LENGTH),
  };
}

function refill(): void {
  randomFillSync(random);
  for (let n = 0; n < IDS; n++) {
    const first = n * 16;
    random[first + 6] = (random[first + 6]! & 0x0f) | 0x40;
    random[first + 8] = (random[first + 8]! & 0x3f) | 0x80;
    writeId(first, n * LENGTH + ID);
    writeExtended(first, n * LENGTH + EXTENDED);
  }
  text = written.toString('latin1');
  next = 0;
}

function writeId(first: number, at: number): void {
  for (let i = 0; i < 16; i++) {
    if (i === 4 || i === 6 || i === 8 || i === 10) at++;
    const byte = random[first + i]!;
    written[at++] = digits[byte >> 4]!;
    written[at++] = digits[byte & 15]!;
  }
}

/** As `extendedRequestId` derives it from the digits. */
function writeExtended(first: number, at: number): void {
  let word = 0;
  for (let i = 0; i < 21; i++) {
    let nibble = nibbleAt(first, i + 10);
    if (i < 10) {
      const folded = nibbleAt(first, i);
      nibble ^= ((folded << 1) | (folded >>> 3)) & 15;
    }
    word = (word << 4) | nibble;
    if (i % 3 !== 2) continue;
    written[at++] = alphabet[word >>> 6]!;
    written[at++] = alphabet[word & 63]!;
    word = 0;
  }
  written[at] = alphabet[nibbleAt(first, 31) << 2]!;
}

const nibbleAt = (first: number, n: number): number =>
  (n & 1) === 0 ? random[first + (n >>> 1)]! >>> 4 : random[first + (n >>> 1)]! & 15;
