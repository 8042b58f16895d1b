import type { Exchange } from '../../../../../base/exchange.ts';
import type { WafGiven } from '../../statement.ts';
import { type CallerRule, type CallerTest, callerRule } from '../caller-rule.ts';
import type { ManagedRule } from '../managed-group.ts';
import type { Attempts } from './attempts.ts';

/** Windows that attempts are counted over, in seconds. */
export const tenMinutes = 600;
export const halfHour = 1_800;

/** A rule that is asked of attempts alone. AWS documents what it matches, unless its fidelity says otherwise. */
export interface AttemptRule extends Omit<CallerRule, 'fidelity' | 'compile'> {
  readonly fidelity?: ManagedRule['fidelity'];
  compile(given: WafGiven, attempts: Attempts): (x: Exchange) => boolean;
}

/** Makes one for a group: `what` is an attempt in the words of its trace, `attemptsIn` finds them. */
export const attemptRule = (
  what: 'login' | 'creation',
  attemptsIn: (given: WafGiven) => Attempts,
  rule: AttemptRule,
): ManagedRule =>
  callerRule({
    fidelity: 'documented',
    ...rule,
    compile(given): CallerTest {
      const attempts = attemptsIn(given);
      const test = rule.compile(given, attempts);
      return {
        test: (x) => attempts.of(x) !== null && test(x),
        looked: (x) => ({
          [what]: attempts.of(x) !== null,
          client: x.client.text,
          token: attempts.token(x).found,
        }),
      };
    },
  });

/** The rule that both groups have about user pools, which no web ACL here stands in front of. */
export const unsupportedUserPool: ManagedRule = callerRule({
  name: 'UnsupportedCognitoIDP',
  label: 'unsupported:cognito_idp',
  fidelity: 'exact',
  about: 'Nothing: this is about web ACLs in front of user pools.',
  compile: () => ({ test: () => false }),
});

/** What a group lacks when no list of stolen credentials is given; `rule` is the one that then matches nothing. */
export const lacksCredentials = (list: string | undefined, rule: string): readonly string[] =>
  list === undefined
    ? [`settings.lists.credentials names no file of stolen credentials, so that ${rule} matches nothing`]
    : [];
