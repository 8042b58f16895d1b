import type { Exchange } from '../../../../../base/exchange.ts';
import type { Key } from '../../rates/keys.ts';
import type { WafGiven } from '../../statement.ts';
import type { Inspected } from '../../tokens/inspection.ts';
import { digestOf } from '../lists/digests.ts';
import { stolenCredentials } from '../lists/listed.ts';
import { referringId } from '../managed-group.ts';
import { type Outcome, type Response, watchAnswer } from './answers.ts';
import type { ReadField } from './entry.ts';
import { textKey, Volume } from './volume.ts';

/** A try at a login or a sign-up. */
export interface Attempt {
  /** Null when it is not written where it should be. */
  readonly username: string | null;
  readonly password: string | null;
  readonly read: ReadField;
}

/** What the rules of a group ask of attempts, each found out once for a request. */
export interface Attempts {
  /** Null for a request that is no attempt. */
  of(x: Exchange): Attempt | null;
  token(x: Exchange): Inspected;
  /** The session of its token; null when it has none that is good. */
  session(x: Exchange): Key | null;
  /** Whether its credentials are on the list of stolen ones. */
  stolen(x: Exchange): boolean;
}

/** `read` finds an attempt in a request. */
export function attemptsOf(given: WafGiven, read: (x: Exchange) => Attempt | null): Attempts {
  const tokens = given.tokens();
  const digests = stolenCredentials(given);
  const group = referringId(given.ruleId);
  // The place on the exchange cannot hold null, so what is found stands in a box.
  const found = given.kept(`attempt ${group}`, (x) => ({ attempt: read(x) }));
  return {
    of: (x) => found(x).attempt,
    token: (x) => tokens.of(x),
    session(x) {
      const { found: kind, token } = tokens.of(x);
      return kind === 'ours' ? textKey(token!.id) : null;
    },
    stolen: given.kept(`stolen ${group}`, (x) => {
      const { username, password } = found(x).attempt ?? {};
      if (username == null || password == null) return false;
      return digests.has(...digestOf(`${username.toLowerCase()}:${password}`));
    }),
  };
}

/** How many answers of a kind a key has had; counted when the answer is there, and asked when the next one comes. */
export class AnswerVolume {
  readonly #volume: Volume;
  readonly #by: Response | undefined;
  readonly #counts: Exclude<Outcome, ''>;

  constructor(
    given: WafGiven,
    name: string,
    by: Response | undefined,
    counts: Exclude<Outcome, ''>,
    limit: number,
    windowSec: number,
  ) {
    this.#volume = new Volume(given, name, limit + 1, windowSec);
    this.#by = by;
    this.#counts = counts;
  }

  /** How many there have been; the answer to this request is looked at once it is there. */
  ask(x: Exchange, key: Key): number {
    if (this.#by === undefined) return 0;
    if (x.trace === null)
      watchAnswer(x, this.#by, (outcome) => {
        if (outcome === this.#counts) this.#volume.add(key);
      });
    return this.#volume.of(key);
  }
}
