import { keptShape } from '../kept.ts';
import { ec2Id } from '../physical-names.ts';
import { resource } from '../resource.ts';

/** Says which route table a subnet goes by. */
export default resource({
  name: 'AWS::EC2::SubnetRouteTableAssociation',
  shape: keptShape('A route table of a subnet.', {
    'RouteTableId!': 'The route table.',
    'SubnetId!': 'The subnet.',
  }),
  whole: { fidelity: 'stored', reason: 'there is no VPC here: the network is this machine’s' },
  ref: (_, self) => ec2Id('rtbassoc', self.id),
  attributes: {
    Id: (_, self) => ec2Id('rtbassoc', self.id),
  },
});
