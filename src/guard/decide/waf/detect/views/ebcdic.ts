/** The characters of ASCII in EBCDIC that all code pages of Latin share, by their first byte. */
const runs: readonly (readonly [first: number, characters: string])[] = [
  [0x40, ' '],
  [0x4b, '.<(+'],
  [0x50, '&'],
  [0x5b, '$*);'],
  [0x60, '-/'],
  [0x6b, ',%_>?'],
  [0x79, '`:#@\'="'],
  [0x81, 'abcdefghi'],
  [0x91, 'jklmnopqr'],
  [0xa1, '~stuvwxyz'],
  [0xc0, '{ABCDEFGHI'],
  [0xd0, '}JKLMNOPQR'],
  [0xe0, '\\'],
  [0xe2, 'STUVWXYZ'],
  [0xf0, '0123456789'],
  [0x05, '\t'],
  [0x0d, '\r'],
  [0x15, '\n'],
  [0x25, '\n'],
];

/** Where they differ: IBM037 and IBM1047, of which each says `[` and `]` where the other says an accent; IBM500 and its kind. */
const open: typeof runs = [
  [0x4f, '|'],
  [0x5a, '!'],
  [0x5f, '^'],
  [0xad, '['],
  [0xba, '['],
  [0xb0, '^'],
  [0xbb, ']'],
  [0xbd, ']'],
];
const international: typeof runs = [
  [0x4a, '['],
  [0x4f, '!'],
  [0x5a, ']'],
  [0x5f, '^'],
  [0xbb, '|'],
];

const tableOf = (...all: (typeof runs)[]): string[] => {
  const table = Array.from({ length: 256 }, () => '\u00b7');
  for (const [first, characters] of all.flat())
    for (let i = 0; i < characters.length; i++) table[first + i] = characters[i]!;
  return table;
};

const tables = [tableOf(runs, open), tableOf(runs, international)] as const;

/** `<?xm` in EBCDIC, by which parsers know it (XML 1.0, appendix F). */
export const ebcdicHead = 'Lo\u00a7\u0094';

/** The characters of ASCII in a document of EBCDIC; every other one is a middle dot. */
export function ebcdicText(bytes: Buffer): string {
  // `<!` of a document type or a comment tells the two kinds apart.
  const table = tables[bytes.includes(Buffer.from([0x4c, 0x4f])) ? 1 : 0];
  let text = '';
  for (const byte of bytes) text += table[byte]!;
  return text;
}
