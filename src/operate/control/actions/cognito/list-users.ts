import { z } from 'zod';
import type { UserRow } from '../../../../pools/store.ts';
import { action } from '../../action.ts';
import { filtered } from '../../cognito/filter.ts';
import { renderedUser } from '../../cognito/rendered.ts';
import { limit, marker, userPoolId } from '../../cognito/shapes.ts';

export default action({
  name: 'ListUsers',
  shape: z
    .object({
      UserPoolId: userPoolId,
      Limit: limit(60),
      PaginationToken: marker,
      Filter: z
        .string()
        .max(256)
        .default('')
        .describe('One attribute: `email = "a@b.test"`, `name ^= "An"`.'),
    })
    .describe('The users of a pool, all or those a filter tells.'),
  run(input, { pools }) {
    const { pool, directory } = pools.get(input.UserPoolId);
    const fits = filtered(input.Filter);
    const found: UserRow[] = [];
    let after = input.PaginationToken ?? '';
    let more = true;
    while (more && found.length < input.Limit) {
      const page = directory.store.users(pool.poolId, after, 200);
      more = page.length === 200;
      for (const user of page) {
        if (found.length === input.Limit) break;
        after = user.folded;
        if (fits(user)) found.push(user);
      }
      more ||= page.length > 0 && page.at(-1)!.folded !== after;
    }
    return { Users: found.map(renderedUser), ...(more ? { PaginationToken: after } : {}) };
  },
});
