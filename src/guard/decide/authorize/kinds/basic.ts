import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import type { Caller } from '../../../../base/caller.ts';
import { refuse } from '../../../../base/decision.ts';
import type { Exchange } from '../../../../base/exchange.ts';
import { readPasswords } from '../../../../base/password-file.ts';
import { matchesHash, TooManyPasswords } from '../../../../base/scrypt.ts';
import { realmShape } from '../../../../define/model/authorizer.ts';
import { type AuthorizerAt, authorizer, type Verdict } from '../authorizer.ts';
import { Counts, type Guess } from '../password/counts.ts';
import { basicCredentials, type Credentials } from '../password/credentials.ts';
import { Verified } from '../password/verified.ts';

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
    const { hashes } = readPasswords(readFileSync(file, 'utf8'));
    const callers = new Map([...hashes.keys()].map((name) => [name, callerOf(name, at)]));
    const { clock } = given;
    const unauthorized = refuse('UNAUTHORIZED', at.by);
    const tooMany = refuse('THROTTLED', at.by);
    const challenge = ['WWW-Authenticate', `Basic realm="${realm}", charset="UTF-8"`];
    // Who is not in the file takes as long to find out as who is.
    const decoy = [...hashes.values()][0] ?? '';
    const verified = new Verified();
    const underWay = new Map<string, Promise<boolean | null>>();
    // Of one file, whichever authorizers ask by it.
    const counts = new Counts(resolve(file), given);

    const unknown = (x: Exchange): Verdict => {
      x.refusalHeaders = [...(x.refusalHeaders ?? []), ...challenge];
      return unauthorized;
    };
    const later = (x: Exchange, waitMs: number): Verdict => {
      x.refusalHeaders = [...(x.refusalHeaders ?? []), 'Retry-After', String(Math.ceil(waitMs / 1000))];
      return tooMany;
    };
    const known = (x: Exchange, name: string): Verdict => {
      x.caller = callers.get(name)!;
      return 'known';
    };

    const ask = (x: Exchange): Verdict | Promise<Verdict> => {
      const sent = basicCredentials(x);
      if (sent === null) return unknown(x);
      const { name, password } = sent;
      const now = clock.now();
      const network = networkOf(x);
      // From elsewhere the same has to be found out again, so that a wait cannot be guessed past from there.
      const digest = verified.digest(network, name, password);
      if (verified.has(digest, now)) return known(x, name);
      // A caller who opens several connections at once has guessed once.
      let looked = underWay.get(digest);
      if (looked === undefined) {
        const guess = counts.guess(network, name, password, now);
        if (guess.waitMs > 0) return later(x, guess.waitMs);
        looked = look(sent, digest, guess, now).finally(() => underWay.delete(digest));
        underWay.set(digest, looked);
      }
      return looked.then((matches) => {
        if (matches === null) return later(x, 1000);
        return matches ? known(x, name) : unknown(x);
      });
    };

    /** Null when too many others wait. */
    const look = async (
      { name, password }: Credentials,
      digest: string,
      guess: Guess,
      now: number,
    ): Promise<boolean | null> => {
      try {
        const hash = hashes.get(name);
        const matches = (await matchesHash(password, hash ?? decoy)) && hash !== undefined;
        if (matches) {
          counts.right(guess, now);
          verified.add(digest, now);
        }
        return matches;
      } catch (fault) {
        if (!(fault instanceof TooManyPasswords)) throw fault;
        counts.undo(guess);
        return null;
      }
    };
    return {
      of: () => ask,
      say: (x, verdict) => ({
        looked: { user: basicCredentials(x)?.name ?? '', users: hashes.size },
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

/** An IPv4 address, or the /64 that an IPv6 one lies in: whoever has one of those has all of it. */
const networkOf = ({ client }: Exchange): string =>
  client.version === 4 ? client.text : `${client.a.toString(16)}:${client.b.toString(16)}`;
