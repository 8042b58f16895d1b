import { z } from 'zod';
import { networkOf } from '../../../../base/address.ts';
import type { Caller } from '../../../../base/caller.ts';
import { refuse } from '../../../../base/decision.ts';
import type { Exchange } from '../../../../base/exchange.ts';
import { realmShape } from '../../../../define/model/authorizer.ts';
import { type AuthorizerAt, authorizer, type Verdict } from '../authorizer.ts';
import { basicCredentials } from '../password/credentials.ts';
import { type Found, Passwords } from '../password/passwords.ts';

/** Names and passwords in HTTP Basic (RFC 7617), against a file of scrypt hashes. */
export default authorizer({
  name: 'BASIC',
  shape: z
    .strictObject({
      file: z
        .string()
        .describe('The file of passwords: name:hash on each line, made by portcullis password.'),
      realm: realmShape,
    })
    .describe('Names and passwords (HTTP Basic).'),
  compile({ file, realm }, at, given) {
    const passwords = new Passwords(file, given);
    const callers = new Map(passwords.names.map((name) => [name, callerOf(name, at)]));
    const unauthorized = refuse('UNAUTHORIZED', at.by);
    const tooMany = refuse('THROTTLED', at.by);
    const challenge = ['WWW-Authenticate', `Basic realm="${realm}", charset="UTF-8"`];

    const verdictOf = (x: Exchange, name: string, found: Found): Verdict => {
      if (found === 'right') {
        x.caller = callers.get(name)!;
        return 'known';
      }
      const headers = found === 'wrong' ? challenge : ['Retry-After', String(Math.ceil(found / 1000))];
      x.refusalHeaders = [...(x.refusalHeaders ?? []), ...headers];
      return found === 'wrong' ? unauthorized : tooMany;
    };
    return {
      of: () => (x) => {
        const sent = basicCredentials(x);
        if (sent === null) return verdictOf(x, '', 'wrong');
        const { name } = sent;
        const found = passwords.check(sent, networkOf(x.client), given.clock.steady());
        return found instanceof Promise
          ? found.then((one) => verdictOf(x, name, one))
          : verdictOf(x, name, found);
      },
      say: (x, verdict) => ({
        looked: { user: basicCredentials(x)?.name ?? '', users: callers.size },
        outcome: typeof verdict === 'string' ? verdict : `refuse ${verdict.reason}`,
        because:
          typeof verdict === 'string'
            ? 'The name and the password are in the file.'
            : verdict === tooMany
              ? 'Too many guesses were wrong: the next one is looked at later.'
              : 'There is no name and password, or they are not in the file.',
      }),
    };
  },
});

const callerOf = (name: string, { by }: AuthorizerAt): Caller =>
  Object.freeze({ by, principalId: name, context: {}, claims: null, scopes: [], usageKey: '', iam: null });
