import { keptShape, textIn } from '../kept.ts';
import { resource } from '../resource.ts';

/** What roles, users and groups may do. */
export default resource({
  name: 'AWS::IAM::Policy',
  shape: keptShape('A policy.', {
    Groups: 'Groups that have it.',
    'PolicyDocument!': 'What may be done.',
    'PolicyName!': 'Its name.',
    Roles: 'Roles that have it.',
    Users: 'Users that have it.',
  }),
  whole: {
    fidelity: 'stored',
    reason: 'there is no IAM here: functions run with the rights of this process',
  },
  ref: (policy) => textIn(policy, 'PolicyName') ?? '',
  attributes: {
    Id: (policy) => textIn(policy, 'PolicyName') ?? '',
  },
});
