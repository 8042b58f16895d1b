import { keptShape, textIn } from '../kept.ts';
import { ec2Id } from '../physical-names.ts';
import { resource } from '../resource.ts';

/** One way out of a subnet. */
export default resource({
  name: 'AWS::EC2::Route',
  shape: keptShape('A route.', {
    CarrierGatewayId: 'The carrier gateway it leads to.',
    CoreNetworkArn: 'The core network it leads to.',
    DestinationCidrBlock: 'Which IPv4 addresses it is for.',
    DestinationIpv6CidrBlock: 'Which IPv6 addresses it is for.',
    DestinationPrefixListId: 'Which prefix list it is for.',
    EgressOnlyInternetGatewayId: 'The egress-only gateway it leads to.',
    GatewayId: 'The internet gateway it leads to.',
    InstanceId: 'The instance it leads to.',
    LocalGatewayId: 'The local gateway it leads to.',
    NatGatewayId: 'The NAT gateway it leads to.',
    NetworkInterfaceId: 'The network interface it leads to.',
    OdbNetworkArn: 'The database network it leads to.',
    'RouteTableId!': 'The route table.',
    TransitGatewayId: 'The transit gateway it leads to.',
    VpcEndpointId: 'The endpoint it leads to.',
    VpcPeeringConnectionId: 'The peering it leads to.',
  }),
  whole: { fidelity: 'stored', reason: 'there is no VPC here: the network is this machine’s' },
  ref: (_, self) => ec2Id('r', self.id),
  attributes: {
    CidrBlock: (route) => textIn(route, 'DestinationCidrBlock') ?? '',
  },
});
