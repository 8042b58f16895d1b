import { shortId } from '../../../model/ids.ts';
import { type Kept, keptShape, textIn } from '../kept.ts';
import { physicalName } from '../physical-names.ts';
import { resource, type Self } from '../resource.ts';

/** What a service may do. */
export default resource({
  name: 'AWS::IAM::Role',
  shape: keptShape('A role.', {
    'AssumeRolePolicyDocument!': 'Who may take it on.',
    Description: 'What it is for.',
    ManagedPolicyArns: 'Managed policies it has.',
    MaxSessionDuration: 'How long it may be taken on, in seconds.',
    Path: 'Where it stands among roles.',
    PermissionsBoundary: 'The most it may ever do.',
    Policies: 'Policies of its own.',
    RoleName: 'Its name.',
    Tags: 'Names and values that say whose it is and what for.',
  }),
  whole: {
    fidelity: 'stored',
    reason: 'there is no IAM here: functions run with the rights of this process',
  },
  ref: (kept, self) => nameOf(kept, self),
  attributes: {
    Arn: (role, self) =>
      `arn:aws:iam::${self.accountId}:role${textIn(role, 'Path') ?? '/'}${nameOf(role, self)}`,
    RoleId: (_, self) => `AROA${shortId(self.id, 17).toUpperCase()}`,
  },
});

const nameOf = (kept: Kept, self: Self): string =>
  textIn(kept, 'RoleName') ?? physicalName(self.stack, self.logicalId, 64);
