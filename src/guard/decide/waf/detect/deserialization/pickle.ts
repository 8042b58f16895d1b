import { type Judged, judged } from '../text/judged.ts';

const modules = new Set(
  (
    'os posix nt subprocess commands sys pty runpy importlib builtins __builtin__ ctypes socket shutil platform ' +
    'webbrowser timeit code codeop marshal pickle _pickle cPickle multiprocessing asyncio types operator functools'
  ).split(' '),
);

const harmless = new Set([
  'collections',
  'datetime',
  'decimal',
  'copy_reg',
  'copyreg',
  'uuid',
  'array',
  '_codecs',
]);

/**
 * A stream of Python's pickle, walked by its opcodes (PEP 3154): an attack when it names a function and calls it.
 *
 * Reads at most 512 opcodes. Plain data of numbers, strings and containers is nobody's harm and gives null.
 */
export function judgePickle(bytes: Buffer): Judged | null {
  if (bytes[0] !== 0x80 || bytes[1]! < 2 || bytes[1]! > 5) return null;
  return walk(bytes);
}

/**
 * The text form, protocol 0, walked by its opcodes as well: `cos⏎system⏎(S'id'⏎tR.`, `(dp0⏎S'x'⏎(S'id'⏎ios⏎system⏎.` An
 * attack when a function is named and called with arguments; lists of words may begin with a name, too (`cook⏎eggs`).
 *
 * Reads at most 256 opcodes.
 */
export function judgeTextPickle(text: string): Judged | null {
  let named = '';
  let dangerous = false;
  let marks = 0;
  // What a call takes stands on the stack above what it calls.
  let above = false;
  for (let at = 0, n = 0; at < text.length && n < 256; n++) {
    const op = text[at++]!;
    if ('N]}023)\x85\x86\x87'.includes(op)) {
      above = true;
      continue;
    }
    if (op === '(') {
      marks++;
      continue;
    }
    if ('tlde1u'.includes(op)) {
      if (marks-- === 0) return null;
      above = true;
      continue;
    }
    if (op === 'a' || op === 's') continue;
    if (op === 'R' || op === 'b' || op === 'o') {
      if (op === 'o' ? marks-- === 0 : !above) return null;
      if (named !== '') return judged(dangerous ? 92 : 58, `pickle of ${named}`);
      continue;
    }
    // An argument to its line's end.
    const end = op === '.' ? -1 : text.indexOf('\n', at);
    if (end < 0 || end - at > 400) return null;
    const line = text.slice(at, end).trimEnd();
    at = end + 1;
    if (op === 'c' || op === 'i') {
      const last = text.indexOf('\n', at);
      const member = text.slice(at, Math.min(last, at + 80)).trimEnd();
      if (last < 0 || !dotted.test(line) || !dotted.test(member)) return null;
      if (op === 'i' && marks-- === 0) return null;
      at = last + 1;
      above = op === 'i';
      if (harmless.has(line)) continue;
      named = `${line}.${member}`;
      dangerous ||= modules.has(line.split('.')[0]!);
      if (op === 'i') return judged(dangerous ? 92 : 58, `pickle of ${named}`);
    } else if (!('pg'.includes(op) ? /^\d{1,9}$/ : lines[op])?.test(line)) return null;
    else if (op !== 'p') above = true;
  }
  return null;
}

const dotted = /^[A-Za-z_][\w.]{0,60}$/;
const lines: Readonly<Record<string, RegExp>> = {
  S: /^(?:'.*'|".*")$/,
  V: /^/,
  I: /^-?\d{1,20}$/,
  L: /^-?\d{1,400}L?$/,
  F: /^-?[\d.e+-]{1,40}$/,
};

/** Bytes that an opcode’s argument takes when their number is fixed. */
const fixed: Readonly<Record<number, number>> = {
  75: 1,
  77: 2,
  74: 4,
  71: 8,
  104: 1,
  106: 4,
  113: 1,
  114: 4,
  128: 1,
  130: 1,
  131: 2,
  132: 4,
  149: 8,
};

function walk(bytes: Buffer): Judged | null {
  const strings: string[] = [];
  let named = '';
  let dangerous = false;
  let at = 0;
  for (let n = 0; n < 512 && at < bytes.length; n++) {
    const op = bytes[at++]!;
    const size = fixed[op];
    if (size !== undefined) at += size;
    else if (op === 0x63 || op === 0x69) {
      const first = bytes.indexOf(10, at);
      const second = first < 0 ? -1 : bytes.indexOf(10, first + 1);
      if (second < 0) return null;
      name(bytes.toString('latin1', at, first), bytes.toString('latin1', first + 1, second));
      at = second + 1;
    } else if (op === 0x93) name(strings.at(-2) ?? '', strings.at(-1) ?? '');
    else if (op === 0x52 || op === 0x81 || op === 0x92 || op === 0x6f || op === 0x62) {
      if (named !== '') return judged(dangerous ? 95 : 58, `pickle of ${named}`);
    } else if (op === 0x2e) break;
    else {
      const length = lengthOf(bytes, op, at);
      if (length < 0) return null;
      const skip =
        op === 0x8c || op === 0x55 || op === 0x43 || op === 0x8a
          ? 1
          : op === 0x8d || op === 0x8e || op === 0x96
            ? 8
            : 4;
      if (length > 0 || isCounted(op)) {
        if (op === 0x8c || op === 0x58 || op === 0x55 || op === 0x54)
          strings.push(bytes.toString('latin1', at + skip, at + skip + Math.min(length, 80)));
        at += skip + length;
      }
    }
  }
  return named === '' ? null : judged(dangerous ? 80 : 40, `pickle of ${named}`);

  function name(module: string, member: string): void {
    if (harmless.has(module)) return;
    named = `${module}.${member}`;
    dangerous ||= modules.has(module.split('.')[0]!);
  }
}

const counted = new Set([0x8c, 0x55, 0x43, 0x8a, 0x58, 0x54, 0x42, 0x8b, 0x8d, 0x8e, 0x96]);
const isCounted = (op: number): boolean => counted.has(op);

/** The length an opcode states for its argument; 0 for opcodes without one, -1 for what no pickle holds. */
function lengthOf(bytes: Buffer, op: number, at: number): number {
  if (isCounted(op)) {
    if (at + 8 > bytes.length) return bytes.length - at;
    if (op === 0x8c || op === 0x55 || op === 0x43 || op === 0x8a) return bytes[at]!;
    if (op === 0x8d || op === 0x8e || op === 0x96) return Math.min(bytes.readUInt32LE(at), bytes.length);
    return bytes.readUInt32LE(at);
  }
  return plain.has(op) ? 0 : -1;
}

const plain = new Set(
  [...'(0123NQ]}l)taeusd']
    .map((c) => c.charCodeAt(0))
    .concat([0x85, 0x86, 0x87, 0x88, 0x89, 0x8f, 0x90, 0x91, 0x94, 0x97, 0x98]),
);
