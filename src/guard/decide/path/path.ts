import { z } from 'zod';
import { PASS, refuse } from '../../../base/decision.ts';
import type { Exchange } from '../../../base/exchange.ts';
import { traced } from '../../../base/traced.ts';
import { layer } from '../layer.ts';

/**
 * Turns away a path that two readers would read differently: dot segments, plain or encoded, a NUL, a
 * backslash in a segment's place, broken percent-encoding. It stands behind the web ACL, which must see such
 * paths to name the attack, and before routing and every upstream, which must never see them.
 */
export default layer({
  name: 'path',
  shape: z.strictObject({}).describe('Refuses paths that two readers would read differently.'),
  of: () => [{}],
  compile(_settings, given) {
    const refusal = refuse('BAD_REQUEST', '');
    return traced(
      given.tracing,
      'path',
      'path',
      '',
      (x) => (flaw(x) === '' ? PASS : refusal),
      (x, decision) => ({
        looked: { path: x.path },
        outcome: decision === PASS ? 'pass' : 'refuse BAD_REQUEST',
        because:
          decision === PASS ? 'Every segment can be read in one way only.' : `The path has ${flaw(x)}.`,
      }),
    );
  },
});

const suspicious = /%(?:2e|5c|00|(?![0-9a-f]{2}))|[\\\0]|(?:\/|%2f)\.{1,2}(?:\/|%2f|;|%3b|$)/i;
// Servers that know parameters of segments take them off first, and climb by `..;`.
const dotSegment = /(?:^|[/\\])(?:\.|%2e){1,2}(?=[/\\;]|%3b|$)/i;

/** What is wrong with the path, in words; '' when nothing is. */
function flaw(x: Exchange): string {
  const { path } = x;
  if (!suspicious.test(path)) return '';
  if (path.includes('\0') || path.includes('%00')) return 'a NUL';
  if (/%(?![0-9a-f]{2})/i.test(path)) return 'a % that two hexadecimal digits do not follow';
  if (path.includes('\\') || /%5c/i.test(path)) return 'a backslash';
  return dotSegment.test(path.replace(/%2f/gi, '/')) ? 'a dot segment (. or ..)' : '';
}
