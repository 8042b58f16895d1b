import { z } from 'zod';
import { label } from '../../label.ts';
import type { WafGiven } from '../../statement.ts';
import { type ManagedGroup, type ManagedRule, versionsTo } from '../managed-group.ts';
import { responseShape } from './answers.ts';
import {
  type AttemptRule,
  attemptRule,
  halfHour,
  lacksCredentials,
  tenMinutes,
  unsupportedUserPool,
} from './attempt-rule.ts';
import { AnswerVolume, type Attempts, attemptsOf } from './attempts.ts';
import { Distinct } from './distinct.ts';
import { fieldShape, fieldsOf, pathShape, pathTest, payloadType, regexInPath, whyNoPath } from './entry.ts';
import { graded, gradedLabels, gradedVolume } from './graded.ts';
import { Spans } from './spans.ts';
import { addressKey, textKey, Volume } from './volume.ts';

const config = z
  .strictObject({
    LoginPath: pathShape('the login'),
    EnableRegexInPath: regexInPath,
    RequestInspection: z
      .strictObject({
        PayloadType: payloadType,
        UsernameField: fieldShape('the name'),
        PasswordField: fieldShape('the password'),
      })
      .optional()
      .describe('Where the credentials stand; absent: rules about them match nothing.'),
    ResponseInspection: responseShape.optional(),
  })
  .superRefine(({ LoginPath, EnableRegexInPath }, context) => {
    const why = whyNoPath(LoginPath, EnableRegexInPath);
    if (why !== null)
      context.addIssue({ code: 'custom', path: ['LoginPath'], message: `LoginPath cannot be used: ${why}` });
  })
  .describe('What the group has to know.');

/** How templates from before AWSManagedRulesATPRuleSet had a member of its own say it. */
const older: NonNullable<ManagedGroup['older']> = {
  members: ['LoginPath', 'PayloadType', 'UsernameField', 'PasswordField'],
  config({ LoginPath, ...credentials }) {
    return Object.keys(credentials).length === 0
      ? { LoginPath }
      : { LoginPath, RequestInspection: credentials };
  },
};

type Config = z.infer<typeof config>;

/** A rule that is asked of logins alone. */
const loginRule = (of: Config | undefined, rule: AttemptRule): ManagedRule =>
  attemptRule('login', (given) => loginsOf(given, of!), rule);

function loginsOf(given: WafGiven, { LoginPath, EnableRegexInPath, RequestInspection }: Config): Attempts {
  const isLogin = pathTest(LoginPath, EnableRegexInPath);
  const nothing = (): null => null;
  return attemptsOf(given, (x) => {
    if (x.method !== 'POST' || !isLogin(x)) return null;
    if (RequestInspection === undefined) return { username: null, password: null, read: nothing };
    const { PayloadType, UsernameField, PasswordField } = RequestInspection;
    const read = fieldsOf(x, PayloadType) ?? nothing;
    return { username: read(UsernameField.Identifier), password: read(PasswordField.Identifier), read };
  });
}

const rules = (of: Config | undefined): readonly ManagedRule[] => [
  unsupportedUserPool,
  loginRule(of, {
    name: 'VolumetricIpHigh',
    label: 'aggregate:volumetric:ip:high',
    about: 'More than 20 logins of one address in ten minutes; labels tell of more than 15 and 10.',
    compile(given) {
      const volume = { name: 'ip', windowSec: tenMinutes, limits: [10, 15, 20] } as const;
      return gradedVolume(given, { ...volume, root: 'aggregate:volumetric:ip' }, addressKey);
    },
  }),
  loginRule(of, {
    name: 'VolumetricSession',
    label: 'aggregate:volumetric:session:high',
    about: 'More than 20 logins with one token in half an hour; labels tell of more than 15 and 10.',
    compile(given, { session }) {
      const volume = { name: 'session', windowSec: halfHour, limits: [10, 15, 20] } as const;
      return gradedVolume(given, { ...volume, root: 'aggregate:volumetric:session' }, session);
    },
  }),
  loginRule(of, {
    name: 'AttributeCompromisedCredentials',
    label: 'aggregate:attribute:compromised_credentials',
    fidelity: 'approximated',
    about:
      'More than one login with stolen credentials (`settings.lists.credentials`) of one token, or one address without, in half an hour. Each is labelled `signal:credential_compromised`.',
    compile(given, { stolen, session }) {
      const logins = new Volume(given, 'stolen', 1, halfHour);
      const compromised = [`${given.labelNamespace}signal:credential_compromised`];
      return (x) => {
        if (!stolen(x)) return false;
        label(x, compromised);
        return logins.add(session(x) ?? addressKey(x)) > 1;
      };
    },
  }),
  loginRule(of, {
    name: 'AttributeUsernameTraversal',
    label: 'aggregate:attribute:username_traversal',
    fidelity: 'approximated',
    about: 'More than 10 names with one token in half an hour, or more than 20 of one address without.',
    compile(given, { of: attempt, session }) {
      const names = new Distinct(given, 'names', halfHour);
      return (x) => {
        const { username } = attempt(x)!;
        const key = session(x);
        if (username === null) return false;
        return names.add(key ?? addressKey(x), textKey(username.toLowerCase())) > (key === null ? 20 : 10);
      };
    },
  }),
  loginRule(of, {
    name: 'AttributePasswordTraversal',
    label: 'aggregate:attribute:password_traversal',
    fidelity: 'approximated',
    about: 'More than 10 passwords for one name with one token, or of one address without, in half an hour.',
    compile(given, { of: attempt, session }) {
      const passwords = new Distinct(given, 'passwords', halfHour);
      return (x) => {
        const { username, password } = attempt(x)!;
        if (username === null || password === null) return false;
        const { a, b, c, d } = session(x) ?? addressKey(x);
        return (
          passwords.add(textKey(`${a} ${b} ${c} ${d} ${username.toLowerCase()}`), textKey(password)) > 10
        );
      };
    },
  }),
  loginRule(of, {
    name: 'AttributeLongSession',
    label: 'aggregate:attribute:long_session',
    about: 'One token that logs in at least every half hour, for more than six hours.',
    compile(given, { session }) {
      const spans = new Spans(given, 'spans', halfHour);
      return (x) => {
        const key = session(x);
        return key !== null && spans.add(key) > 6 * 3600;
      };
    },
  }),
  loginRule(of, {
    name: 'TokenRejected',
    label: 'TokenRejected',
    about: 'A token that is none of ours, or of another domain. One that has only expired is none of these.',
    compile:
      (_, { token }) =>
      (x) =>
        token(x).found === 'invalid' || token(x).found === 'domain_mismatch',
  }),
  loginRule(of, {
    name: 'SignalMissingCredential',
    label: 'signal:missing_credential',
    fidelity: 'exact',
    about: 'A login without a name or a password.',
    compile: (_, { of: attempt }) => {
      const asked = of?.RequestInspection !== undefined;
      return (x) => asked && (!attempt(x)!.username || !attempt(x)!.password);
    },
  }),
  loginRule(of, {
    name: 'VolumetricIpFailedLoginResponseHigh',
    label: 'aggregate:volumetric:ip:failed_login_response:high',
    about:
      'More than 10 failed logins of one address in ten minutes, by their answers; labels tell of more than 5 and 1.',
    compile(given) {
      const failed = new AnswerVolume(given, 'failed', of?.ResponseInspection, 'failure', 10, tenMinutes);
      const root = 'aggregate:volumetric:ip:failed_login_response';
      return (x) => graded(given, x, failed.ask(x, addressKey(x)), root, [1, 5, 10]);
    },
  }),
  loginRule(of, {
    name: 'VolumetricSessionFailedLoginResponseHigh',
    label: 'aggregate:volumetric:session:failed_login_response:high',
    about: 'More than 10 failed logins with one token in half an hour; labels tell of more than 5 and 1.',
    compile(given, { session }) {
      const failed = new AnswerVolume(given, 'failed', of?.ResponseInspection, 'failure', 10, halfHour);
      const root = 'aggregate:volumetric:session:failed_login_response';
      return (x) => {
        const key = session(x);
        return key !== null && graded(given, x, failed.ask(x, key), root, [1, 5, 10]);
      };
    },
  }),
];

/** Those who try credentials at a login. */
export const accountTakeover: ManagedGroup = Object.freeze<ManagedGroup>({
  vendor: 'AWS',
  name: 'AWSManagedRulesATPRuleSet',
  description: 'Those who try names and passwords at the login: by volume, by what they try, by the answers.',
  capacity: 50,
  labelNamespace: 'awswaf:managed:aws:atp:',
  versions: versionsTo(1, 1),
  config,
  older,
  tokens: () => true,
  gives: [
    'signal:credential_compromised',
    ...gradedLabels(
      'aggregate:volumetric:ip',
      'aggregate:volumetric:session',
      'aggregate:volumetric:ip:failed_login_response',
      'aggregate:volumetric:session:failed_login_response',
    ),
  ],
  lacks: ({ lists }, of) => [
    ...((of as Config).RequestInspection === undefined
      ? ['RequestInspection does not say where credentials stand, so that rules about them match nothing']
      : []),
    ...((of as Config).ResponseInspection === undefined
      ? [
          'ResponseInspection does not say which logins failed, so that rules about failed logins match nothing',
        ]
      : []),
    ...lacksCredentials(lists.credentials, 'AttributeCompromisedCredentials'),
  ],
  rules: (_, of) => rules(of as Config | undefined),
});
