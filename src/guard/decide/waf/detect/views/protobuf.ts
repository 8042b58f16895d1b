import { isUtf8 } from 'node:buffer';
import { uncoded } from './content-coding.ts';
import type { Bounds, Outcome, Take } from './part.ts';

/** Messages within messages that are told apart. */
const mostDepth = 16;

/** Bytes that may be looked at as a text and as a message; a quarter of the body where that is more. */
const leastTwice = 4_096;

/** What messages of Protocol Buffers are sent as: by themselves, in frames of gRPC, in base64 of gRPC-Web. */
export type Framing = 'message' | 'frames' | 'text';

/** How a body of a media type frames its messages; null where it is none of Protocol Buffers. */
export function framingOf(type: string): Framing | null {
  if (type.startsWith('application/grpc-web-text')) return 'text';
  if (type.startsWith('application/grpc') || type.startsWith('application/connect+')) return 'frames';
  return messages.has(type) ? 'message' : null;
}

const messages: ReadonlySet<string> = new Set([
  'application/proto',
  'application/protobuf',
  'application/x-protobuf',
  'application/vnd.google.protobuf',
  'application/x-google-protobuf',
]);

/**
 * Every text of messages of Protocol Buffers, by the numbers of its fields (`1.2`): without their definition a field
 * of bytes may be a text, a message or both, and is looked at as each that it can be, as long as no more than a
 * quarter (or 4 KB) is. What is no message is one text. Linear in the length, times the depth that is bounded; never
 * throws.
 */
export function protobufParts(bytes: Buffer, framing: Framing, take: Take, bounds: Bounds): Outcome {
  const reading = new Reading(take, bounds.parts, Math.max(leastTwice, bytes.length >> 2));
  const read = framing === 'text' ? Buffer.from(bytes.toString('latin1'), 'base64') : bytes;
  const whole = framing === 'message' ? reading.message(read, '', 0) : frames(read, reading, bounds);
  // Behind a beginning that no reader knows there may be anything.
  if (!whole && bounds.cut !== true) reading.text('', bytes);
  if (reading.left < 0) return 'truncated';
  return whole ? 'whole' : 'malformed';
}

/** A flag, four bytes of length and a message, again and again; false when they do not come out even. */
function frames(bytes: Buffer, reading: Reading, bounds: Bounds): boolean {
  let at = 0;
  while (at + 5 <= bytes.length) {
    const flags = bytes[at]!;
    const end = at + 5 + bytes.readUInt32BE(at + 1);
    const cut = end > bytes.length;
    if (cut && bounds.cut !== true) return false;
    let message = bytes.subarray(at + 5, end);
    if ((flags & 1) !== 0) message = uncoded(message, 'gzip', 8 * 65_536).bytes;
    // The trailers of gRPC-Web are lines.
    if ((flags & 0x80) !== 0 || !reading.message(message, '', 0)) reading.text('', message);
    at = end;
  }
  return at >= bytes.length;
}

class Reading {
  readonly #take: Take;
  /** Values that may still be handed over; below 0 once there were more. */
  left: number;

  /** Bytes that may still be handed over as the text of what is a message too. */
  #twice: number;

  constructor(take: Take, most: number, twice: number) {
    this.#take = take;
    this.#twice = twice;
    this.left = most;
  }

  /** Hands over the fields of a message; false when it is none. */
  message(bytes: Buffer, name: string, depth: number): boolean {
    let at = 0;
    while (at < bytes.length) {
      const field = fieldAt(bytes, at);
      if (field === null) return false;
      at = field.to;
      if (field.from < 0 || this.left < 0) continue;
      const inner = bytes.subarray(field.from, field.to);
      const inside = name === '' ? `${field.number}` : `${name}.${field.number}`;
      const nested = depth < mostDepth && inner.length > 2 && !isPlain(inner) && isMessage(inner);
      if (!nested) this.text(inside, inner);
      else {
        this.message(inner, inside, depth + 1);
        // Either may be meant; both are looked at, within a bound.
        if (inner.length <= this.#twice) {
          this.#twice -= inner.length;
          this.text(inside, inner);
        }
      }
    }
    return true;
  }

  /**
   * Hands over what may be a text: bytes of which not more than one in eight is of none. Of a key, a number or a sum,
   * which are bytes of chance, only what reads on for a word is handed over, and each by itself.
   */
  text(name: string, bytes: Buffer): void {
    if (bytes.length === 0 || isBinary(bytes)) return;
    if (isUtf8(bytes)) this.#hand(name, bytes.toString());
    else if (isOfChance(bytes))
      for (const [run] of bytes.toString('latin1').matchAll(readable)) this.#hand(name, run);
    else this.#hand(name, bytes.toString('latin1'));
  }

  #hand(name: string, text: string): void {
    if (--this.left >= 0) this.#take(name, text, 'protobuf');
  }
}

function isMessage(bytes: Buffer): boolean {
  for (let at = 0; at < bytes.length; ) {
    const field = fieldAt(bytes, at);
    if (field === null) return false;
    at = field.to;
  }
  return true;
}

interface Field {
  readonly number: number;
  /** Where its bytes begin; -1 for a number. */
  readonly from: number;
  readonly to: number;
}

/** The field that begins at a place: a key, and what its wire type says; null where there is none. */
function fieldAt(bytes: Buffer, at: number): Field | null {
  const key = varintAt(bytes, at);
  if (key === null || key.value < 8) return null;
  const number = Math.floor(key.value / 8);
  switch (key.value % 8) {
    case 0: {
      const value = varintAt(bytes, key.to);
      return value === null ? null : { number, from: -1, to: value.to };
    }
    case 1:
      return key.to + 8 <= bytes.length ? { number, from: -1, to: key.to + 8 } : null;
    case 2: {
      const length = varintAt(bytes, key.to);
      if (length === null || length.to + length.value > bytes.length) return null;
      return { number, from: length.to, to: length.to + length.value };
    }
    case 5:
      return key.to + 4 <= bytes.length ? { number, from: -1, to: key.to + 4 } : null;
    default:
      return null;
  }
}

/** Seven bits a byte, the least first; null past ten bytes or the end. */
function varintAt(bytes: Buffer, at: number): { readonly value: number; readonly to: number } | null {
  let value = 0;
  let unit = 1;
  for (let i = at; i < bytes.length && i < at + 10; i++, unit *= 128) {
    const byte = bytes[i]!;
    value += (byte & 127) * unit;
    if (byte < 128) return { value, to: i + 1 };
  }
  return null;
}

/** True for a text without control characters: nothing but white space stands between its letters. */
function isPlain(bytes: Buffer): boolean {
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!;
    if (byte < 32 && (byte < 9 || byte > 13)) return false;
  }
  return isUtf8(bytes);
}

const readable = /[\t\n\r -~]{6,}/g;

/** True for bytes of which more than one in four is of no character, be it of ASCII or of UTF-8, overlong or not. */
function isOfChance(bytes: Buffer): boolean {
  let odd = 0;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!;
    if (byte < 32) odd++;
    if (byte < 128) continue;
    let behind = byte < 0xc0 ? 0 : byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : byte < 0xf8 ? 3 : 0;
    if (behind === 0) odd++;
    for (; behind > 0; behind--) {
      if (((bytes[i + 1] ?? 0) & 0xc0) === 0x80) i++;
      else {
        odd++;
        break;
      }
    }
  }
  return odd * 4 > bytes.length;
}

function isBinary(bytes: Buffer): boolean {
  let odd = 0;
  for (let i = 0; i < bytes.length && i < 512; i++) {
    const byte = bytes[i]!;
    if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13) odd++;
  }
  return odd * 8 > Math.min(bytes.length, 512);
}
