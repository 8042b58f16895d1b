import { scannerAgent } from '../detect/scanner/scanner.ts';
import type { Test, WafGiven } from '../statement.ts';
import { headTest } from './head.ts';

/** True for a request whose User-Agent names a scanner; looked at once, however many rules ask. */
export function namesScanner(given: WafGiven): Test {
  const agent = given.kept('agent of a scanner', (x) => scannerAgent(x.header('user-agent')));
  return headTest(
    given,
    'user-agent',
    (x) => x.header('user-agent'),
    (x) => agent(x) !== '',
    ['that of a scanner', 'that of no scanner'],
  );
}
