import { keptShape } from '../kept.ts';
import { ec2Id } from '../physical-names.ts';
import { resource } from '../resource.ts';

/** What instances are made by. */
export default resource({
  name: 'AWS::EC2::LaunchTemplate',
  shape: keptShape('A launch template.', {
    'LaunchTemplateData!': 'The properties of the instances.',
    LaunchTemplateName: 'Its name.',
    TagSpecifications: 'Tags of the template itself.',
    VersionDescription: 'What is new in this version.',
  }),
  whole: {
    fidelity: 'stored',
    reason: 'no instance is started here: `portcullis load` makes the load on this machine',
  },
  ref: (_, self) => ec2Id('lt', self.id),
  attributes: {
    LaunchTemplateId: (_, self) => ec2Id('lt', self.id),
    DefaultVersionNumber: () => '1',
    LatestVersionNumber: () => '1',
  },
});
