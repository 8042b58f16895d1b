import { keptShape, textIn } from '../kept.ts';
import { ec2Id } from '../physical-names.ts';
import { resource } from '../resource.ts';

/** Says who may reach an instance, and whom it may reach. */
export default resource({
  name: 'AWS::EC2::SecurityGroup',
  shape: keptShape('A security group.', {
    'GroupDescription!': 'What it is for.',
    GroupName: 'Its name.',
    SecurityGroupEgress: 'Whom its members may reach.',
    SecurityGroupIngress: 'Who may reach its members.',
    Tags: 'Names and values that say whose it is and what for.',
    VpcId: 'The network.',
  }),
  whole: { fidelity: 'stored', reason: 'there is no VPC here: the network is this machine’s' },
  ref: (_, self) => ec2Id('sg', self.id),
  attributes: {
    GroupId: (_, self) => ec2Id('sg', self.id),
    Id: (_, self) => ec2Id('sg', self.id),
    VpcId: (group) => textIn(group, 'VpcId') ?? '',
  },
});
