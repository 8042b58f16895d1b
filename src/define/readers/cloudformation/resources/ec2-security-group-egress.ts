import { keptShape } from '../kept.ts';
import { ec2Id } from '../physical-names.ts';
import { resource } from '../resource.ts';

/** Lets the members of a security group reach someone. */
export default resource({
  name: 'AWS::EC2::SecurityGroupEgress',
  shape: keptShape('A rule of a security group, outwards.', {
    CidrIp: 'IPv4 addresses, in CIDR notation.',
    CidrIpv6: 'IPv6 addresses, in CIDR notation.',
    Description: 'What it is for.',
    FromPort: 'The first port.',
    'IpProtocol!': 'The protocol; -1 for all.',
    ToPort: 'The last port.',
    'GroupId!': 'The security group.',
    DestinationPrefixListId: 'A prefix list they may reach.',
    DestinationSecurityGroupId: 'A security group they may reach.',
  }),
  whole: { fidelity: 'stored', reason: 'there is no VPC here: the network is this machine’s' },
  ref: (_, self) => ec2Id('sgr', self.id),
  attributes: {
    Id: (_, self) => ec2Id('sgr', self.id),
  },
});
