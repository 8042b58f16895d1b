import { crc32, deflateRawSync } from 'node:zlib';

/** An entry of an archive to be made; what is given beside name and text is told falsely. */
export interface Wanted {
  readonly name: string;
  readonly text?: string;
  readonly mode?: number;
  readonly flags?: number;
  readonly size?: number;
  readonly sum?: number;
  readonly isStored?: boolean;
  /** The name in front of its bytes, when it is another than the directory's. */
  readonly localName?: string;
  /** Takes the bytes of the entry before it. */
  readonly shares?: boolean;
}

/** A ZIP archive, or something that looks like one. */
export function zipOf(wanted: readonly Wanted[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  let from = 0;
  for (const one of wanted) {
    const { name, text = '', mode = 0o100644, flags = 0, isStored = false, localName = name } = one;
    const bytes = Buffer.from(text);
    const packed = isStored ? bytes : deflateRawSync(bytes);
    const size = one.size ?? bytes.length;
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(isStored ? 0 : 8, 8);
    head.writeUInt16LE(Buffer.byteLength(localName), 26);
    if (one.shares !== true) {
      from = at;
      parts.push(head, Buffer.from(localName), packed);
      at += head.length + Buffer.byteLength(localName) + packed.length;
    }
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt8(3, 5);
    entry.writeUInt16LE(flags, 8);
    entry.writeUInt16LE(isStored ? 0 : 8, 10);
    entry.writeUInt32LE(one.sum ?? crc32(bytes), 16);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt32LE(size, 24);
    entry.writeUInt16LE(Buffer.byteLength(name), 28);
    entry.writeUInt32LE((mode * 0x10000) >>> 0, 38);
    entry.writeUInt32LE(from, 42);
    directory.push(entry, Buffer.from(name));
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(wanted.length, 8);
  end.writeUInt16LE(wanted.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, listed, end]);
}
