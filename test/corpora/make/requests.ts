import { handWritten, type Line, write } from './lines.ts';

// Whole requests, head and body, as they stand on the wire but for the line breaks, which are plain ones.
const lines = (family: string, which: 'attacks' | 'benign'): Line[] => handWritten(family, which);

for (const family of ['protocol', 'session', 'scanner']) {
  write(family, 'attacks', lines(family, 'attacks'));
  write(family, 'benign', lines(family, 'benign'));
}
