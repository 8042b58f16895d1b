// Writes xss.attacks.jsonl and xss.benign.jsonl: what was written by hand, and what grammars make of it.
//   node test/corpora/make/xss.ts
import { handWritten, type Line, seeded, write } from './lines.ts';
import { grownAttacks, grownBenign } from './xss-grammar.ts';

const attacks: Line[] = [...handWritten('xss', 'attacks'), ...grownAttacks(seeded(7))];
const benign: Line[] = [...handWritten('xss', 'benign'), ...grownBenign(seeded(11))];
write('xss', 'attacks', attacks);
write('xss', 'benign', benign);
