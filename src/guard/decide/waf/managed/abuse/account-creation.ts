import { z } from 'zod';
import type { Exchange } from '../../../../../base/exchange.ts';
import type { RuleAction } from '../../../../../define/model/web-acl.ts';
import type { WafGiven } from '../../statement.ts';
import { signal } from '../../tokens/signals.ts';
import { type CallerTest, callerRule } from '../bots/rule.ts';
import { listed } from '../lists/listed.ts';
import { type ManagedGroup, type ManagedRule, versionsTo } from '../managed-group.ts';
import { responseShape } from './answers.ts';
import { AnswerVolume, type Attempts, addressKey, attemptsOf, textKey, Volume } from './attempts.ts';
import { Distinct } from './distinct.ts';
import {
  fieldShape,
  fieldsOf,
  fieldsShape,
  pathShape,
  pathTest,
  payloadType,
  regexInPath,
  whyNoPath,
} from './entry.ts';
import { graded } from './graded.ts';

const config = z
  .strictObject({
    CreationPath: pathShape('what makes an account'),
    RegistrationPagePath: pathShape('the page where accounts are made'),
    EnableRegexInPath: regexInPath,
    RequestInspection: z
      .strictObject({
        PayloadType: payloadType,
        UsernameField: fieldShape('the name').optional(),
        PasswordField: fieldShape('the password').optional(),
        EmailField: fieldShape('the address of mail').optional(),
        PhoneNumberFields: fieldsShape('the parts of the telephone number').optional(),
        AddressFields: fieldsShape('the parts of the postal address').optional(),
      })
      .describe('Where the parts of a new account stand.'),
    ResponseInspection: responseShape.optional(),
  })
  .superRefine(({ CreationPath, RegistrationPagePath, EnableRegexInPath }, context) => {
    for (const [name, path] of Object.entries({ CreationPath, RegistrationPagePath })) {
      const why = whyNoPath(path, EnableRegexInPath);
      if (why !== null)
        context.addIssue({ code: 'custom', path: [name], message: `${name} cannot be used: ${why}` });
    }
  })
  .describe('What the group has to know.');

type Config = z.infer<typeof config>;

const tenMinutes = 600;
const halfHour = 1_800;
const captcha: RuleAction = { Captcha: {} };

/** A rule that is asked of requests that make an account. */
const creationRule = (
  of: Config | undefined,
  rule: {
    readonly name: string;
    readonly label: string;
    readonly about: string;
    readonly action?: RuleAction;
    readonly fidelity?: ManagedRule['fidelity'];
    compile(given: WafGiven, creations: Attempts): (x: Exchange) => boolean;
  },
): ManagedRule =>
  callerRule({
    fidelity: 'documented',
    ...rule,
    compile(given): CallerTest {
      const creations = creationsOf(given, of!);
      const test = rule.compile(given, creations);
      return {
        test: (x) => creations.of(x) !== null && test(x),
        looked: (x) => ({
          creation: creations.of(x) !== null,
          client: x.client.text,
          token: creations.token(x).found,
        }),
      };
    },
  });

function creationsOf(
  given: WafGiven,
  { CreationPath, EnableRegexInPath, RequestInspection }: Config,
): Attempts {
  const creates = pathTest(CreationPath, EnableRegexInPath);
  const { PayloadType, UsernameField, EmailField, PasswordField } = RequestInspection;
  const nameField = UsernameField ?? EmailField;
  return attemptsOf(given, (x) => {
    if (x.method !== 'POST' || !creates(x)) return null;
    const read = fieldsOf(x, PayloadType) ?? (() => null);
    return {
      username: nameField === undefined ? null : read(nameField.Identifier),
      password: PasswordField === undefined ? null : read(PasswordField.Identifier),
      read,
    };
  });
}

/** Several fields as one text, without regard to case, spaces and signs; null when all of them are empty. */
function together(fields: readonly { Identifier: string }[] | undefined) {
  return (read: (identifier: string) => string | null): string | null => {
    const parts = (fields ?? []).map(({ Identifier }) => read(Identifier) ?? '');
    const text = parts
      .join(' ')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim();
    return text === '' ? null : text;
  };
}

/** True when the browser of the token told so. */
const told = (
  of: Config | undefined,
  rule: { name: string; label: string; about: string; action?: RuleAction },
  test: (signals: number) => boolean,
): ManagedRule =>
  creationRule(of, {
    ...rule,
    fidelity: 'approximated',
    compile:
      (_, { token }) =>
      (x) => {
        const found = token(x);
        return found.token !== null && test(found.token.signals);
      },
  });

const rules = (of: Config | undefined): readonly ManagedRule[] => [
  callerRule({
    name: 'UnsupportedCognitoIDP',
    label: 'unsupported:cognito_idp',
    fidelity: 'exact',
    about: 'Nothing: this is about web ACLs in front of user pools.',
    compile: () => ({ test: () => false }),
  }),
  callerRule({
    name: 'AllRequests',
    label: 'AllRequests',
    action: { Challenge: {} },
    fidelity: 'documented',
    about: 'A request for the page where accounts are made.',
    compile() {
      const isPage = pathTest(of!.RegistrationPagePath, of!.EnableRegexInPath);
      return { test: (x) => isPage(x) && x.method === 'GET', looked: (x) => ({ path: x.stagePath }) };
    },
  }),
  creationRule(of, {
    name: 'RiskScoreHigh',
    label: 'risk_score:high',
    fidelity: 'approximated',
    about: 'Addresses on `settings.lists.reputation`, stolen credentials, or a driven browser: two of these.',
    compile(given, { stolen, token }) {
      const listedAddress = listed(given, 'reputation');
      return (x) => {
        const { token: found } = token(x);
        const driven = ((found?.signals ?? 0) & signal.automated) !== 0;
        return Number(listedAddress(x)) + Number(stolen(x)) + Number(driven) >= 2;
      };
    },
  }),
  creationRule(of, {
    name: 'SignalCredentialCompromised',
    label: 'signal:credential_compromised',
    fidelity: 'approximated',
    about: 'Stolen credentials (`settings.lists.credentials`).',
    compile: (_, { stolen }) => stolen,
  }),
  told(
    of,
    {
      name: 'SignalClientHumanInteractivityAbsentLow',
      label: 'signal:client:human_interactivity:low',
      about: 'A token of a browser in which nobody moved a pointer or pressed a key while it was made.',
      action: captcha,
    },
    (signals) => (signals & signal.person) === 0,
  ),
  told(
    of,
    {
      name: 'AutomatedBrowser',
      label: 'signal:automated_browser',
      about: 'A token of a browser that said a program drives it.',
    },
    (signals) => (signals & signal.automated) !== 0,
  ),
  told(
    of,
    {
      name: 'BrowserInconsistency',
      label: 'signal:browser_inconsistency',
      about: 'A token of a browser that told its script another name or language than its headers.',
      action: captcha,
    },
    (signals) => (signals & signal.inconsistent) !== 0,
  ),
  creationRule(of, {
    name: 'VolumetricIpHigh',
    label: 'aggregate:volumetric:ip:creation:high',
    action: captcha,
    about: 'More than 20 new accounts of one address in ten minutes; labels tell of more than 15 and 10.',
    compile(given) {
      const made = new Volume(given, 'ip', 20, tenMinutes);
      return (x) =>
        graded(given, x, made.add(addressKey(x)), 'aggregate:volumetric:ip:creation', [10, 15, 20]);
    },
  }),
  creationRule(of, {
    name: 'VolumetricSessionHigh',
    label: 'aggregate:volumetric:session:creation:high',
    about: 'More than 10 new accounts with one token in half an hour; labels tell of more than 5 and 1.',
    compile(given, { session }) {
      const made = new Volume(given, 'session', 10, halfHour);
      return (x) => {
        const key = session(x);
        if (key === null) return false;
        return graded(given, x, made.add(key), 'aggregate:volumetric:session:creation', [1, 5, 10]);
      };
    },
  }),
  creationRule(of, {
    name: 'AttributeUsernameTraversalHigh',
    label: 'aggregate:attribute:username_traversal:creation:high',
    about: 'More than 10 names with one token in half an hour; labels tell of more than 5 and 1.',
    compile(given, { of: attempt, session }) {
      const names = new Distinct(given, 'names', halfHour);
      const root = 'aggregate:attribute:username_traversal:creation';
      return (x) => {
        const { username } = attempt(x)!;
        const key = session(x);
        if (key === null || username === null) return false;
        return graded(given, x, names.add(key, textKey(username.toLowerCase())), root, [1, 5, 10]);
      };
    },
  }),
  creationRule(of, {
    name: 'VolumetricPhoneNumberHigh',
    label: 'aggregate:volumetric:phone_number:high',
    about:
      'More than 10 new accounts with one telephone number in half an hour; labels tell of more than 5 and 1.',
    compile(given, { of: attempt }) {
      const phone = together(of!.RequestInspection.PhoneNumberFields);
      const made = new Volume(given, 'phone', 10, halfHour);
      return (x) => {
        const number = phone(attempt(x)!.read)?.replace(/\D/g, '') ?? '';
        if (number === '') return false;
        return graded(given, x, made.add(textKey(number)), 'aggregate:volumetric:phone_number', [1, 5, 10]);
      };
    },
  }),
  ...(['High', 'Low'] as const).map((level) =>
    creationRule(of, {
      name: `VolumetricAddress${level}`,
      label: `aggregate:volumetric:address:${level.toLowerCase()}`,
      ...(level === 'Low' ? { action: captcha } : {}),
      about: `More than ${level === 'High' ? 100 : 25} new accounts with one postal address in half an hour.`,
      compile(given, { of: attempt }) {
        const most = level === 'High' ? 100 : 25;
        const address = together(of!.RequestInspection.AddressFields);
        const made = new Volume(given, 'address', most, halfHour);
        return (x) => {
          const text = address(attempt(x)!.read);
          return text !== null && made.add(textKey(text)) > most;
        };
      },
    }),
  ),
  creationRule(of, {
    name: 'VolumetricIPSuccessfulResponse',
    label: 'aggregate:volumetric:ip:successful_creation_response:high',
    about: 'More than 10 accounts that were made for one address in ten minutes, by the answers.',
    compile(given) {
      const made = new AnswerVolume(given, 'made', of!.ResponseInspection, 'success', 10, tenMinutes);
      return (x) => made.ask(x, addressKey(x)) > 10;
    },
  }),
  creationRule(of, {
    name: 'VolumetricSessionSuccessfulResponse',
    label: 'aggregate:volumetric:session:successful_creation_response:low',
    about: 'More than one account that was made with one token in half an hour, by the answers.',
    compile(given, { session }) {
      const made = new AnswerVolume(given, 'made', of!.ResponseInspection, 'success', 1, halfHour);
      return (x) => {
        const key = session(x);
        return key !== null && made.ask(x, key) > 1;
      };
    },
  }),
  creationRule(of, {
    name: 'VolumetricSessionTokenReuseIp',
    label: 'aggregate:volumetric:session:creation:token_reuse:ip',
    about: 'New accounts with one token from more than 5 addresses in half an hour.',
    compile(given, { session }) {
      const addresses = new Distinct(given, 'addresses', halfHour);
      return (x) => {
        const key = session(x);
        return key !== null && addresses.add(key, addressKey(x)) > 5;
      };
    },
  }),
];

/** Those who make accounts in numbers. */
export const accountCreation: ManagedGroup = Object.freeze<ManagedGroup>({
  vendor: 'AWS',
  name: 'AWSManagedRulesACFPRuleSet',
  description:
    'Those who make accounts in numbers: by volume, by what they give, by what their browsers tell.',
  capacity: 50,
  labelNamespace: 'awswaf:managed:aws:acfp:',
  versions: versionsTo(1, 1),
  config,
  tokens: () => true,
  lacks: ({ lists }, of) => [
    ...((of as Config).ResponseInspection === undefined
      ? [
          'ResponseInspection does not say which accounts were made, so that rules about answers match nothing',
        ]
      : []),
    ...(lists.credentials === undefined
      ? [
          'settings.lists.credentials names no file of stolen credentials, so that SignalCredentialCompromised matches nothing',
        ]
      : []),
  ],
  rules: (_, of) => rules(of as Config | undefined),
});
