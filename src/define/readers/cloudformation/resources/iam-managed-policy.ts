import { shortId } from '../../../model/ids.ts';
import { type Kept, keptShape, textIn } from '../kept.ts';
import { physicalName } from '../physical-names.ts';
import { resource, type Self } from '../resource.ts';

/** A policy that many may have. */
export default resource({
  name: 'AWS::IAM::ManagedPolicy',
  shape: keptShape('A managed policy.', {
    Description: 'What it is for.',
    Groups: 'Groups that have it.',
    ManagedPolicyName: 'Its name.',
    Path: 'Where it stands among policies.',
    'PolicyDocument!': 'What may be done.',
    Roles: 'Roles that have it.',
    Users: 'Users that have it.',
  }),
  whole: {
    fidelity: 'stored',
    reason: 'there is no IAM here: functions run with the rights of this process',
  },
  ref: (policy, self) => arnOf(policy, self),
  attributes: {
    PolicyArn: (policy, self) => arnOf(policy, self),
    PolicyId: (_, self) => `ANPA${shortId(self.id, 17).toUpperCase()}`,
    DefaultVersionId: () => 'v1',
    IsAttachable: () => true,
    AttachmentCount: () => 1,
    PermissionsBoundaryUsageCount: () => 0,
  },
});

const nameOf = (kept: Kept, self: Self): string =>
  textIn(kept, 'ManagedPolicyName') ?? physicalName(self.stack, self.logicalId, 128);

const arnOf = (kept: Kept, self: Self): string =>
  `arn:aws:iam::${self.accountId}:policy${textIn(kept, 'Path') ?? '/'}${nameOf(kept, self)}`;
