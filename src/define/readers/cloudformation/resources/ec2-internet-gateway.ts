import { keptShape } from '../kept.ts';
import { ec2Id } from '../physical-names.ts';
import { resource } from '../resource.ts';

/** The door between a network and the internet. */
export default resource({
  name: 'AWS::EC2::InternetGateway',
  shape: keptShape('An internet gateway.', {
    Tags: 'Names and values that say whose it is and what for.',
  }),
  whole: { fidelity: 'stored', reason: 'there is no VPC here: the network is this machine’s' },
  ref: (_, self) => ec2Id('igw', self.id),
  attributes: {
    InternetGatewayId: (_, self) => ec2Id('igw', self.id),
  },
});
