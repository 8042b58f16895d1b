import type { Detector, Finding } from '../finding.ts';
import { isName } from '../text/characters.ts';
import { finding, worse } from '../text/judged.ts';
import { inContext } from '../text/surroundings.ts';
import { multiplied } from './aliases.ts';
import { flight } from './flight.ts';
import { isGadget } from './gadgets.ts';
import { isOnlyWords } from './glance.ts';
import { jdbc, property } from './jdbc.ts';
import { judgeBytes } from './magic.ts';
import { fromBase64, fromHex, isBase64, unpacked } from './packed.ts';
import { phpObject } from './php.ts';
import { beginsPickle, judgePickle, judgeTextPickle } from './pickle.ts';
import { holdsPickleHead, nextPickle } from './pickle-heads.ts';
import { yamlTag } from './tags.ts';
import { ofPhp, typedAttribute, typedJson, typedXml } from './typed.ts';

/**
 * Serialized objects whose making runs code: of Java, .NET, PHP, Python and Ruby, raw, in base64, in hexadecimal
 * or compressed; tags and aliases of YAML, class names in JSON and XML, functions in JSON, and paths through a prototype in
 * React's server functions.
 */
export const detectDeserialization: Detector = (text) => {
  if (text.length < 6 || isOnlyWords(text)) return null;
  return worse(worse(packed(text), detectTyped(text)), bareName(text));
};

/** What in the text of a document says what is to be made: types, tags, functions, aliases. Streams stand in its values. */
export const detectTyped: Detector = (text) => {
  let worst: Finding | null = null;
  if (text.includes(':"')) {
    const found = phpObject(text);
    if (found !== null) worst = worse(worst, asFinding(text, found, 'unserialize()', true));
  }
  if (text.includes('!')) {
    const found = yamlTag(text);
    if (found !== null) worst = worse(worst, asFinding(text, found, 'YAML loader', true));
  }
  if (text.includes('"') || text.includes('$')) {
    const named =
      text.includes('"') && (text.includes('.') || text.includes('json_class') || text.includes('"^'));
    const found = named ? typedJson(text) : null;
    if (found !== null) worst = worse(worst, asFinding(text, found, 'JSON mapper', true));
    const path = flight(text);
    if (path !== null) worst = worse(worst, asFinding(text, path, 'JSON mapper', false));
  }
  if (text.includes('<')) {
    const found = typedXml(text) ?? typedAttribute(text);
    if (found !== null) worst = worse(worst, asFinding(text, found, 'XML mapper', true));
  }
  const connects = text.includes('jdbc:');
  if (connects || text.includes('":')) {
    const found = connects ? (jdbc(text) ?? property(text)) : property(text);
    if (found !== null) worst = worse(worst, asFinding(text, found, 'driver of a database', true));
  }
  if (text.includes('IsURL"')) {
    const found = ofPhp(text);
    if (found !== null) worst = worse(worst, asFinding(text, found, 'JSON mapper', true));
  }
  if (text.includes(' &') && text.includes('*')) {
    const found = multiplied(text);
    if (found !== null) worst = worse(worst, asFinding(text, found, 'YAML loader', true));
  }
  return worst;
};

function asFinding(
  text: string,
  { score, what, from, to }: { score: number; what: string; from: number; to: number },
  context: string,
  shown: boolean,
): Finding | null {
  const left = shown ? inContext(score, text, from, to) : score;
  return left < 30 ? null : finding('deserialization', left, context, what, from, to);
}

/** No class that does harm has a shorter name. */
const shortestName = 12;

/** A class that does harm as the whole value: what a mapper reads as the type of the object. */
function bareName(text: string): Finding | null {
  if (text.length > 120 || text.length < shortestName || text.indexOf('.') < 0) return null;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (!isName(c) && c !== 46 && c !== 36 && !(i === 0 && c === 91) && !(i === text.length - 1 && c === 59))
      return null;
  }
  if (text === 'java.lang.Runtime.getRuntime')
    return finding('deserialization', 65, 'method that is called', text, 0, text.length);
  return isGadget(text)
    ? finding('deserialization', /^\W*java/.test(text) ? 45 : 65, 'type of an object', text, 0, text.length)
    : null;
}

/** Streams by their first bytes: at the start of the value, or wherever base64 or hexadecimal digits begin. */
function packed(text: string): Finding | null {
  const first = text.charCodeAt(0);
  if (first < 9 || first === 0x80 || first === 0xac || first === 0xff || first === 0xfffd) {
    const raw = judgeBytes(Buffer.from(repaired(text.slice(0, 4096)), 'latin1'));
    if (raw !== null)
      return finding('deserialization', raw.score, 'raw stream', raw.what, 0, Math.min(text.length, 4096));
  }
  if (beginsPickle(first) && (text.includes('\n') || text.includes('\x93'))) {
    const found = judgeTextPickle(text);
    if (found !== null)
      return finding('deserialization', found.score, 'raw stream', found.what, 0, text.length);
  }
  // As it stands in the source of a program: with its line breaks written out.
  if ((first === 99 || first === 40) && text.charCodeAt(1) !== 32 && text.includes('\\n')) {
    const found = judgeTextPickle(text.replaceAll('\\n', '\n'));
    if (found !== null && found.score > 90)
      return finding('deserialization', found.score, 'raw stream', found.what, 0, text.length);
  }
  return encoded(text);
}

/** A stream read as UTF-8 has replacement characters where its magic was. */
function repaired(text: string): string {
  if (text.startsWith('\ufffd\ufffd\0\u0005')) return `\u00ac\u00ed${text.slice(2)}`;
  if (text.startsWith('\ufffd') && text.charCodeAt(1) <= 5) return `\u0080${text.slice(1)}`;
  if (text.startsWith('\0\u0001\0\0\0\ufffd\ufffd\ufffd\ufffd'))
    return `\0\u0001\0\0\0\u00ff\u00ff\u00ff\u00ff${text.slice(9)}`;
  return text;
}

/** What the streams begin with in base64 and in hexadecimal; compressed ones are opened first. No quantifiers: linear. */
const heads = /rO0|AAEAAAD|[/_]wEy|BAh|H4s|e(?:J|No|AE)|aced0005|ACED0005|0001000000f|0408[2-7]/g;

/**
 * False for a text of letters, digits, `-`, `_`, `/` and dots (unless `dotless`) in which no stream begins, and that
 * names no class.
 */
export function mayBeStream(text: string, dotless: boolean): boolean {
  if (beginsAt(text, 0) || holdsPickleHead(text)) return true;
  if (dotless) return false;
  if (text.length >= shortestName) return true;
  for (let dot = text.indexOf('.'); dot >= 0; dot = text.indexOf('.', dot + 1))
    if (beginsAt(text, dot + 1)) return true;
  return false;
}

function beginsAt(text: string, at: number): boolean {
  const c = text.charCodeAt(at);
  if (c === 47 || c === 95) return text.charCodeAt(at + 1) === 119;
  return c < 128 && begins[c] === 1;
}

const begins = new Uint8Array(128);
for (const c of 'rABHea0') begins[c.charCodeAt(0)] = 1;

function encoded(text: string): Finding | null {
  heads.lastIndex = 0;
  for (let tried = 0; tried < 32; ) {
    const head = heads.exec(text);
    if (head === null) break;
    if (head.index > 0 && isBase64(text.charCodeAt(head.index - 1)) && !isParted(text, head.index)) continue;
    const found = encodedAt(text, head.index, head[0]);
    if (found) return found;
    if (found !== undefined) tried++;
  }
  return encodedPickle(text);
}

function encodedPickle(text: string): Finding | null {
  for (let run = nextPickle(text, 0); run !== null; run = nextPickle(text, run.to)) {
    const found = judgePickle(Buffer.from(text.slice(run.from, run.to), run.hex ? 'hex' : 'base64'));
    const where = run.hex ? 'hexadecimal' : 'base64';
    if (found !== null) return finding('deserialization', found.score, where, found.what, run.from, run.to);
  }
  return null;
}

/** `e1s1_rO0ABX…`: behind a name and what parts it from the stream, which is of base64 for URLs too. */
function isParted(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1);
  return (before === 95 || before === 45) && (text.startsWith('rO0AB', at) || text.startsWith('AAEAAAD', at));
}

/** No stream that does harm is shorter when it is compressed. */
const shortestPacked = 14;

/** Undefined when nothing that looks like a stream begins there. */
function encodedAt(text: string, at: number, head: string): Finding | null | undefined {
  if (text.length - at < 8) return undefined;
  const hex = head.length > 7 || head.startsWith('04');
  let bytes: Buffer | null = hex ? fromHex(text, at) : fromBase64(text, at);
  if (head === 'H4s' || head.startsWith('e')) {
    if (bytes.length < shortestPacked) return undefined;
    bytes = unpacked(bytes);
  }
  const found = bytes === null ? null : judgeBytes(bytes);
  const where = hex ? 'hexadecimal' : head === 'H4s' || head.startsWith('e') ? 'compressed base64' : 'base64';
  return found === null
    ? null
    : finding('deserialization', found.score, where, found.what, at, Math.min(text.length, at + 4096));
}
