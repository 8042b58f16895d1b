import { keptShape } from '../kept.ts';
import { ec2Id } from '../physical-names.ts';
import { resource } from '../resource.ts';

/** Puts a gateway to a network. */
export default resource({
  name: 'AWS::EC2::VPCGatewayAttachment',
  shape: keptShape('A gateway of a VPC.', {
    InternetGatewayId: 'The internet gateway.',
    'VpcId!': 'The network.',
    VpnGatewayId: 'The VPN gateway.',
  }),
  whole: { fidelity: 'stored', reason: 'there is no VPC here: the network is this machine’s' },
  ref: (_, self) => ec2Id('attach', self.id),
  attributes: {
    AttachmentType: () => 'IGW',
  },
});
