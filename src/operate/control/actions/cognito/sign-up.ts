import { z } from 'zod';
import { notAuthorized } from '../../../../pools/refusal.ts';
import { checkSecretHash } from '../../../../pools/secret-hash.ts';
import { action } from '../../action.ts';
import { attributesFrom } from '../../cognito/rendered.ts';
import { attributes, clientId, password, secretHash, username } from '../../cognito/shapes.ts';

export default action({
  name: 'SignUp',
  shape: z
    .object({
      ClientId: clientId,
      SecretHash: secretHash,
      Username: username,
      Password: password.describe('The password.'),
      UserAttributes: attributes,
    })
    .describe('Signs a user up; the code that confirms it stands in the log of the gateway.'),
  async run(input, { pools }) {
    const { pool, client, directory } = pools.byClient(input.ClientId);
    checkSecretHash(directory.store, client, input.Username, input.SecretHash);
    if (pool.adminOnly) throw notAuthorized('SignUp is not permitted for this user pool');
    const attributes = attributesFrom(input.UserAttributes);
    if (Object.keys(attributes).some((name) => name.endsWith('_verified')))
      throw notAuthorized('A client attempted to write unauthorized attribute');
    const user = await directory.add(input.Username, attributes, input.Password, 'UNCONFIRMED');
    const CodeDeliveryDetails = directory.codes.give(user, 'sign-up');
    return { UserConfirmed: false, UserSub: user.sub, CodeDeliveryDetails };
  },
});
