import { z } from 'zod';
import { noGroup } from '../../../../pools/refusal.ts';
import { action } from '../../action.ts';
import { renderedGroup } from '../../cognito/rendered.ts';
import { groupName, userPoolId } from '../../cognito/shapes.ts';

export default action({
  name: 'GetGroup',
  shape: z
    .object({
      UserPoolId: userPoolId,
      GroupName: groupName,
    })
    .describe('A group of a pool.'),
  run(input, { pools }) {
    const { pool } = pools.get(input.UserPoolId);
    const group = pool.groups.find((g) => g.name === input.GroupName);
    if (group === undefined) throw noGroup();
    return { Group: renderedGroup(pool, group) };
  },
});
