import { keptShape } from '../kept.ts';
import { ec2Id } from '../physical-names.ts';
import { resource } from '../resource.ts';

/** Lets someone reach the members of a security group. */
export default resource({
  name: 'AWS::EC2::SecurityGroupIngress',
  shape: keptShape('A rule of a security group, inwards.', {
    CidrIp: 'IPv4 addresses, in CIDR notation.',
    CidrIpv6: 'IPv6 addresses, in CIDR notation.',
    Description: 'What it is for.',
    FromPort: 'The first port.',
    'IpProtocol!': 'The protocol; -1 for all.',
    ToPort: 'The last port.',
    GroupId: 'The security group, by id.',
    GroupName: 'The security group, by name.',
    SourcePrefixListId: 'A prefix list that may reach them.',
    SourceSecurityGroupId: 'A security group that may reach them, by id.',
    SourceSecurityGroupName: 'A security group that may reach them, by name.',
    SourceSecurityGroupOwnerId: 'The account of that security group.',
  }),
  whole: { fidelity: 'stored', reason: 'there is no VPC here: the network is this machine’s' },
  ref: (_, self) => ec2Id('sgr', self.id),
  attributes: {
    Id: (_, self) => ec2Id('sgr', self.id),
  },
});
