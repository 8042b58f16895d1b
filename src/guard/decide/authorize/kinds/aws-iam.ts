import { z } from 'zod';
import { identitiesShape } from '../../../../define/model/identity.ts';
import { authorizer } from '../authorizer.ts';
import { principalsOf } from '../iam/principals.ts';
import { saidOf } from '../iam/said.ts';
import { SignedRequests } from '../iam/signed-requests.ts';
import { conditionKeys } from '../policy/keys.ts';
import { requestedAt } from '../policy/requested.ts';

/** Verifies requests signed with AWS Signature Version 4, by access keys that are defined here. */
export default authorizer({
  name: 'AWS_IAM',
  judges: true,
  shape: z
    .strictObject({ identities: identitiesShape.describe('Who may sign requests.') })
    .describe('Requests signed with access keys.'),
  compile({ identities }, { by, site }, given) {
    const { accountId, region } = given.definition.settings;
    const apiArn = `arn:aws:execute-api:${region}:${accountId}:${site.api.apiId}`;
    const policies = { keys: conditionKeys(site), apiArn };
    const principals = principalsOf(identities, { by, accountId, policies });
    const signed = new SignedRequests(principals, region, () => given.clock.now(), by);
    return {
      of(method) {
        const requestedOf = requestedAt(method);
        return (x) => signed.ask(x, requestedOf);
      },
      say: saidOf,
    };
  },
});
