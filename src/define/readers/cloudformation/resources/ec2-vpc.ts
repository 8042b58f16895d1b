import { keptShape, textIn } from '../kept.ts';
import { ec2Id } from '../physical-names.ts';
import { resource } from '../resource.ts';

/** A network of one’s own. */
export default resource({
  name: 'AWS::EC2::VPC',
  shape: keptShape('A VPC.', {
    CidrBlock: 'Its IPv4 addresses, in CIDR notation.',
    EnableDnsHostnames: 'Whether its instances get names.',
    EnableDnsSupport: 'Whether its names are resolved.',
    InstanceTenancy: 'Whether its instances share machines with others.',
    Ipv4IpamPoolId: 'The pool its addresses come from.',
    Ipv4NetmaskLength: 'How large a block it takes from the pool.',
    VpcEncryptionControl: 'Whether traffic inside it must be encrypted.',
    Tags: 'Names and values that say whose it is and what for.',
  }),
  whole: { fidelity: 'stored', reason: 'there is no VPC here: the network is this machine’s' },
  ref: (_, self) => ec2Id('vpc', self.id),
  attributes: {
    VpcId: (_, self) => ec2Id('vpc', self.id),
    CidrBlock: (vpc) => textIn(vpc, 'CidrBlock') ?? '',
    CidrBlockAssociations: () => [],
    Ipv6CidrBlocks: () => [],
    DefaultNetworkAcl: (_, self) => ec2Id('acl', self.id),
    DefaultSecurityGroup: (_, self) => ec2Id('sg', `${self.id}/default`),
  },
});
