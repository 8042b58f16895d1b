import { keptShape } from '../kept.ts';
import { ec2Id } from '../physical-names.ts';
import { resource } from '../resource.ts';

/** The ways out of subnets. */
export default resource({
  name: 'AWS::EC2::RouteTable',
  shape: keptShape('A route table.', {
    Tags: 'Names and values that say whose it is and what for.',
    'VpcId!': 'The network.',
  }),
  whole: { fidelity: 'stored', reason: 'there is no VPC here: the network is this machine’s' },
  ref: (_, self) => ec2Id('rtb', self.id),
  attributes: {
    RouteTableId: (_, self) => ec2Id('rtb', self.id),
  },
});
