import { keptShape, textIn } from '../kept.ts';
import { ec2Id } from '../physical-names.ts';
import { resource } from '../resource.ts';

/** A part of a network, in one zone. */
export default resource({
  name: 'AWS::EC2::Subnet',
  shape: keptShape('A subnet.', {
    AssignIpv6AddressOnCreation: 'Whether what starts in it gets an IPv6 address.',
    AvailabilityZone: 'Its zone, by name.',
    AvailabilityZoneId: 'Its zone, by id.',
    CidrBlock: 'Its IPv4 addresses, in CIDR notation.',
    EnableDns64: 'Whether IPv4 names are answered for IPv6.',
    EnableLniAtDeviceIndex: 'Which device is the local network interface.',
    Ipv4IpamPoolId: 'The pool its IPv4 addresses come from.',
    Ipv4NetmaskLength: 'How large a block of IPv4 it takes.',
    Ipv6CidrBlock: 'Its IPv6 addresses, in CIDR notation.',
    Ipv6CidrBlocks: 'Its blocks of IPv6.',
    Ipv6IpamPoolId: 'The pool its IPv6 addresses come from.',
    Ipv6Native: 'Whether it has IPv6 alone.',
    Ipv6NetmaskLength: 'How large a block of IPv6 it takes.',
    MapPublicIpOnLaunch: 'Whether what starts in it gets a public address.',
    OutpostArn: 'The outpost it lies in.',
    PrivateDnsNameOptionsOnLaunch: 'How what starts in it is named.',
    Tags: 'Names and values that say whose it is and what for.',
    'VpcId!': 'The network.',
  }),
  whole: { fidelity: 'stored', reason: 'there is no VPC here: the network is this machine’s' },
  ref: (_, self) => ec2Id('subnet', self.id),
  attributes: {
    SubnetId: (_, self) => ec2Id('subnet', self.id),
    AvailabilityZone: (subnet) => textIn(subnet, 'AvailabilityZone') ?? '',
    AvailabilityZoneId: (subnet) => textIn(subnet, 'AvailabilityZoneId') ?? '',
    CidrBlock: (subnet) => textIn(subnet, 'CidrBlock') ?? '',
    Ipv6CidrBlocks: () => [],
    NetworkAclAssociationId: (_, self) => ec2Id('aclassoc', self.id),
    OutpostArn: (subnet) => textIn(subnet, 'OutpostArn') ?? '',
    VpcId: (subnet) => textIn(subnet, 'VpcId') ?? '',
  },
});
