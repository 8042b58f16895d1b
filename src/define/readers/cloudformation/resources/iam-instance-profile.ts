import { type Kept, keptShape, textIn } from '../kept.ts';
import { physicalName } from '../physical-names.ts';
import { resource, type Self } from '../resource.ts';

/** Gives an instance a role. */
export default resource({
  name: 'AWS::IAM::InstanceProfile',
  shape: keptShape('An instance profile.', {
    InstanceProfileName: 'Its name.',
    Path: 'Where it stands among profiles.',
    'Roles!': 'The role.',
  }),
  whole: {
    fidelity: 'stored',
    reason: 'there is no IAM here: functions run with the rights of this process',
  },
  ref: (kept, self) => nameOf(kept, self),
  attributes: {
    Arn: (profile, self) => `arn:aws:iam::${self.accountId}:instance-profile/${nameOf(profile, self)}`,
  },
});

const nameOf = (kept: Kept, self: Self): string =>
  textIn(kept, 'InstanceProfileName') ?? physicalName(self.stack, self.logicalId, 128);
