import type { Exchange } from '../../../../base/exchange.ts';
import { scannerAgent } from '../detect/scanner/scanner.ts';
import { inspectionOf } from '../inspect/inspect.ts';
import type { Test, WafGiven } from '../statement.ts';
import { headTest } from './head.ts';

const agentOf = (x: Exchange): string => scannerAgent(x.header('user-agent'));

/** True for a request whose User-Agent names a scanner; looked at once, however many rules ask. */
export function namesScanner(given: WafGiven): Test {
  const inspected = inspectionOf(given);
  const agent = given.kept('agent of a scanner', (x) => inspected(x).once('headers', scannerAgent, agentOf));
  given.tells((x) => {
    const name = agent(x);
    if (name === '') return null;
    const where = { location: 'HEADER', field: 'user-agent' };
    return { condition: 'ATTACK', sensitivity: '', ...where, family: 'scanner', data: [name] };
  });
  return headTest(
    given,
    'user-agent',
    (x) => x.header('user-agent'),
    (x) => agent(x) !== '',
    ['that of a scanner', 'that of no scanner'],
  );
}
