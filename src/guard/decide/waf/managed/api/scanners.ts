import { probeOf, scannerAgent, scannerHeader } from '../../detect/scanner/scanner.ts';
import { holds } from '../../inspect/inspect.ts';
import type { WafGiven } from '../../statement.ts';
import { headTest } from '../head.ts';
import { blocks, counts } from './api-rule.ts';

const probes = (console: boolean, asked: string) => (given: WafGiven) =>
  holds(given, {
    places: ['path'],
    asked,
    test: ({ text, where }) => where === 'path' && probeOf(text)?.console === console,
  });

/** Tools that look for weaknesses, and what they look for. */
export const scannerRules = [
  counts(
    'ExposedConsoles',
    'Paths by which a server or a program is administered: `/phpmyadmin`, `/server-status`, `/manager/html`.',
    probes(true, 'is a path by which a server is administered'),
  ),
  blocks(
    'ScannerUserAgent',
    'A `User-Agent` in which a scanner names itself as a product or in a comment.',
    (given) =>
      headTest(
        given,
        'user-agent',
        (x) => x.header('user-agent'),
        (x) => scannerAgent(x.header('user-agent')) !== '',
      ),
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
    probes(false, 'is a path that only those ask for who look for what was forgotten'),
  ),
];
