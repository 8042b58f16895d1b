import { keptShape } from '../kept.ts';
import { resource } from '../resource.ts';

/** Takes the rules out of a network’s default security group. */
export default resource({
  name: 'Custom::VpcRestrictDefaultSG',
  shape: keptShape('A custom resource of the CDK.', {
    'ServiceToken!': 'The function that does it.',
    ServiceTimeout: 'How long it may take, in seconds.',
    DefaultSecurityGroupId: 'The security group.',
    Account: 'The account it lies in.',
  }),
  whole: { fidelity: 'stored', reason: 'there is no VPC here: the network is this machine’s' },
  ref: (_, self) => `${self.stack}-${self.logicalId}`,
});
