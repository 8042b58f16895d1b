import { type Judged, judged } from '../text/judged.ts';
import { judgeMarshal } from './marshal.ts';
import { beginsPickle, judgePickle } from './pickle.ts';

/** What bytes are by their head and grammar: a stream of Java, .NET, Python or Ruby objects, or nothing of these. */
export function judgeBytes(bytes: Buffer): Judged | null {
  if (bytes.length < 3) return null;
  switch (bytes[0]) {
    case 0xac:
      return java(bytes);
    case 0x00:
      return formatter(bytes);
    case 0xff:
      return viewState(bytes);
    case 0x04:
      return judgeMarshal(bytes);
    default:
      return beginsPickle(bytes[0]!) ? judgePickle(bytes) : null;
  }
}

/** The Java Object Serialization stream: magic, version, then one of its type codes. */
function java(bytes: Buffer): Judged | null {
  if (bytes[1] !== 0xed || bytes[2] !== 0) return null;
  if (bytes.length < 5) return bytes[3] === undefined || bytes[3] === 5 ? judged(60, 'Java stream') : null;
  if (bytes[3] !== 5 || bytes[4]! < 0x70 || bytes[4]! > 0x7e) return null;
  const length = bytes.length > 8 ? bytes.readUInt16BE(6) : 0;
  const name =
    bytes[4] === 0x73 && bytes[5] === 0x72 && length < 200 ? bytes.toString('latin1', 8, 8 + length) : '';
  return judged(92, name === '' ? 'Java stream' : `Java object ${name}`);
}

/** MS-NRBF 2.6.1: the header record of a BinaryFormatter stream, whose version is always 1.0. */
function formatter(bytes: Buffer): Judged | null {
  if (bytes.length < 12 || bytes.readUInt32LE(1) !== 1) return null;
  const headed = bytes.readUInt32LE(5) === 0xffffffff && bytes[9] === 1;
  return headed ? judged(90, '.NET BinaryFormatter') : null;
}

/** LosFormatter and ObjectStateFormatter: everyday view state, unless an object of BinaryFormatter opens it. */
function viewState(bytes: Buffer): Judged | null {
  if (bytes[1] !== 1) return null;
  return bytes[2] === 0x32 ? judged(82, '.NET object in a view state') : null;
}
