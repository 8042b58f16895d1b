import { onDemand } from '../../../../base/on-demand.ts';
import { detectorTest } from '../lens/detected.ts';
import { lensCapacity, lensShape } from '../lens/lens.ts';
import { statement } from '../statement.ts';

const xss = onDemand<typeof import('../detect/xss/xss.ts')>('../detect/xss/xss.ts', import.meta.url);

/** True when the field holds what would run as script where an application puts it into a page. */
export default statement({
  name: 'XssMatchStatement',
  shape: lensShape({ members: {} }).describe('True when the field holds what would run as script in a page.'),
  capacity: (settings) => lensCapacity(settings, 40),
  compile: (settings, given) => detectorTest('XssMatchStatement', settings, given, xss().detectXss, 'LOW'),
});
