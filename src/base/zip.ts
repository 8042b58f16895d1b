import { crc32, inflateRawSync } from 'node:zlib';

/** A file or an empty folder of a ZIP archive. */
export interface ZipEntry {
  /** Segments with `/` between them; none is empty, `.` or `..`, and none leads out of where it is put. */
  readonly name: string;
  readonly isFolder: boolean;
  readonly isExecutable: boolean;
  /** Bytes, unpacked. */
  readonly size: number;
  /** Its bytes, unpacked and held against their checksum. Throws a `ZipFlaw`. */
  bytes(): Buffer;
}

/** Why an archive is not unpacked, in words that follow its name. */
export class ZipFlaw extends Error {}

/** The most that a function of Lambda may take unpacked, in bytes ("Lambda quotas": 250 MB). */
export const MOST_UNPACKED = 250 * 1024 * 1024;

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
const CENTRAL_BYTES = 46;
const LOCAL_BYTES = 30;
const STORED = 0;
const DEFLATED = 8;
const ENCRYPTED = 1;
const FILE_TYPE = 0o170000;
const REGULAR = 0o100000;
const FOLDER = 0o040000;

interface Placed {
  readonly entry: ZipEntry;
  readonly from: number;
  readonly to: number;
}

/**
 * The entries of a ZIP archive (APPNOTE 6.3), read strictly: one disk, stored or deflated, no ZIP64, no password,
 * no links, no name twice or that leads elsewhere, no bytes that two entries share, and no more than `most` bytes
 * unpacked. Throws a `ZipFlaw`.
 */
export function zipEntries(archive: Buffer, most = MOST_UNPACKED): ZipEntry[] {
  const end = endOf(archive);
  const count = archive.readUInt16LE(end + 10);
  const length = archive.readUInt32LE(end + 12);
  const start = archive.readUInt32LE(end + 16);
  if (archive.readUInt32LE(end + 4) !== 0 || archive.readUInt16LE(end + 8) !== count)
    throw new ZipFlaw('is one of several disks');
  if (count === 0xffff || start === 0xffffffff) throw new ZipFlaw('is in the ZIP64 format');
  if (start + length !== end) throw new ZipFlaw('has a directory that does not stand before its end');
  const placed: Placed[] = [];
  let at = start;
  let unpacked = 0;
  for (let i = 0; i < count; i++) {
    if (at + CENTRAL_BYTES > end || archive.readUInt32LE(at) !== CENTRAL)
      throw new ZipFlaw('has a broken directory');
    const next =
      at +
      CENTRAL_BYTES +
      archive.readUInt16LE(at + 28) +
      archive.readUInt16LE(at + 30) +
      archive.readUInt16LE(at + 32);
    if (next > end) throw new ZipFlaw('has a broken directory');
    const one = entryAt(archive, at, start);
    unpacked += one.entry.size;
    if (unpacked > most) throw new ZipFlaw(`takes more than ${most} bytes unpacked`);
    placed.push(one);
    at = next;
  }
  if (at !== end) throw new ZipFlaw('has a directory of another length than it says');
  checkPlaces(placed);
  const entries = placed.map(({ entry }) => entry);
  checkNames(entries);
  return entries;
}

function endOf(archive: Buffer): number {
  const earliest = Math.max(0, archive.length - END_BYTES - 0xffff);
  for (let at = archive.length - END_BYTES; at >= earliest; at--)
    if (archive.readUInt32LE(at) === END && at + END_BYTES + archive.readUInt16LE(at + 20) === archive.length)
      return at;
  throw new ZipFlaw('is no ZIP archive');
}

function entryAt(archive: Buffer, at: number, directory: number): Placed {
  const flags = archive.readUInt16LE(at + 8);
  const method = archive.readUInt16LE(at + 10);
  const sum = archive.readUInt32LE(at + 16);
  const packed = archive.readUInt32LE(at + 20);
  const size = archive.readUInt32LE(at + 24);
  const nameLength = archive.readUInt16LE(at + 28);
  const raw = archive.subarray(at + CENTRAL_BYTES, at + CENTRAL_BYTES + nameLength);
  const whole = raw.toString('utf8');
  const isFolder = whole.endsWith('/');
  const name = isFolder ? whole.slice(0, -1) : whole;
  const flawed = (what: string): ZipFlaw => new ZipFlaw(`has ${JSON.stringify(whole)}, which ${what}`);
  if (!isSafe(name) || !Buffer.from(whole).equals(raw)) throw flawed('is no name of a file within it');
  if ((flags & ENCRYPTED) !== 0) throw flawed('is locked with a password');
  if (method !== STORED && method !== DEFLATED) throw flawed('is neither stored nor deflated');
  const mode = archive.readUInt8(at + 5) === 3 ? archive.readUInt32LE(at + 38) >>> 16 : 0;
  const type = mode & FILE_TYPE;
  if (type !== 0 && type !== (isFolder ? FOLDER : REGULAR)) throw flawed('is no plain file or folder');
  if (isFolder && size !== 0) throw flawed('is a folder with bytes of its own');
  const from = archive.readUInt32LE(at + 42);
  if (from + LOCAL_BYTES > directory || archive.readUInt32LE(from) !== LOCAL)
    throw flawed('stands nowhere in it');
  const begin = from + LOCAL_BYTES + archive.readUInt16LE(from + 26) + archive.readUInt16LE(from + 28);
  const to = begin + packed;
  const here = archive.subarray(from + LOCAL_BYTES, from + LOCAL_BYTES + archive.readUInt16LE(from + 26));
  if (to > directory || !here.equals(raw) || archive.readUInt16LE(from + 8) !== method)
    throw flawed('its directory describes otherwise');
  const bytes = (): Buffer => {
    const held = archive.subarray(begin, to);
    const made = method === STORED ? held : inflated(held, size, flawed);
    if (made.length !== size) throw flawed('has another size than its directory says');
    if (crc32(made) !== sum) throw flawed('does not fit its checksum');
    return made;
  };
  return { entry: { name, isFolder, isExecutable: (mode & 0o111) !== 0, size, bytes }, from, to };
}

function inflated(held: Buffer, size: number, flawed: (what: string) => ZipFlaw): Buffer {
  try {
    return inflateRawSync(held, { maxOutputLength: Math.max(1, size) });
  } catch {
    throw flawed('cannot be unpacked to the size its directory says');
  }
}

/** Bytes that two entries share would be unpacked again and again. */
function checkPlaces(placed: readonly Placed[]): void {
  let last = 0;
  for (const { from, to } of [...placed].sort((a, b) => a.from - b.from)) {
    if (from < last) throw new ZipFlaw('has entries that share their bytes');
    last = to;
  }
}

function isSafe(name: string): boolean {
  if (name === '' || name.length > 1024 || /[\\\0:]/.test(name)) return false;
  return name.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}

/** No name twice, and no file where another entry needs a folder. */
function checkNames(entries: readonly ZipEntry[]): void {
  const files = new Set<string>();
  const names = new Set<string>();
  for (const { name, isFolder } of entries) {
    if (names.has(name)) throw new ZipFlaw(`has ${JSON.stringify(name)} twice`);
    names.add(name);
    if (!isFolder) files.add(name);
  }
  for (const { name } of entries)
    for (let slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1))
      if (files.has(name.slice(0, slash)))
        throw new ZipFlaw(`has ${JSON.stringify(name.slice(0, slash))} as a file and as a folder`);
}
