import { keptShape } from '../kept.ts';
import { resource } from '../resource.ts';

/** What the CDK tells AWS of the constructs that are used. */
export default resource({
  name: 'AWS::CDK::Metadata',
  shape: keptShape('Analytics of the CDK.', {
    Analytics: 'The constructs, packed.',
  }),
  whole: { fidelity: 'stored', reason: 'is told to nobody' },
});
