import { type Probe, probeOf, scannerHeader } from '../../detect/scanner/scanner.ts';
import { holds, inspectionOf, type Piece } from '../../inspect/inspect.ts';
import type { WafGiven } from '../../statement.ts';
import { namesScanner } from '../scanner-agent.ts';
import { blocks, counts } from './api-rule.ts';
import { sees } from './sees.ts';

/** What the path asks for, by a reading of it that says so. */
const probed = (given: WafGiven) => {
  const inspected = inspectionOf(given);
  return given.kept('probe', (x) =>
    inspected(x).once('path', probeOf, () => probeIn(inspected(x).pieces('path'))),
  );
};

function probeIn(pieces: readonly Piece[]): Probe | null {
  let console: Probe | null = null;
  for (const { where, text } of pieces) {
    const probe = where === 'path' ? probeOf(text) : null;
    if (probe?.console === false) return probe;
    console ??= probe;
  }
  return console;
}

const probes = (console: boolean, none: string) => (given: WafGiven) => {
  const found = probed(given);
  return sees(given, 'probe', none, (x) => {
    const probe = found(x);
    if (probe?.console !== console) return null;
    return { location: 'URI', field: '', family: 'scanner', text: x.path, because: `asks for ${probe.what}` };
  });
};

/** Tools that look for weaknesses, and what they look for. */
export const scannerRules = [
  counts(
    'ExposedConsoles',
    'Paths by which a server or a program is administered: `/phpmyadmin`, `/server-status`, `/manager/html`.',
    probes(true, 'The path is none by which a server is administered.'),
  ),
  blocks(
    'ScannerUserAgent',
    'A `User-Agent` in which a scanner names itself as a product or in a comment.',
    namesScanner,
  ),
  blocks(
    'ScannerHeaders',
    'Headers that scanners add, and hosts in headers that tell their owner of a call: `abc.oast.fun`.',
    (given) =>
      holds(given, {
        places: ['header'],
        asked: 'is a header that scanners send',
        test: ({ name, text }) => scannerHeader(name.toLowerCase(), text) !== '',
      }),
  ),
  blocks(
    'ScannerProbes',
    'Files left lying about, and paths of what is known to be weak: `/.env`, `/.git/config`, `/backup.zip`.',
    probes(false, 'The path is none that scanners probe for.'),
  ),
];
