import type { RuleAction } from '../../../../../define/model/web-acl.ts';
import { signal } from '../../tokens/signals.ts';
import { callerRule } from '../caller-rule.ts';
import { listed } from '../lists/listed.ts';
import { type ManagedGroup, type ManagedRule, versionsTo } from '../managed-group.ts';
import {
  type AttemptRule,
  attemptRule,
  halfHour,
  lacksCredentials,
  tenMinutes,
  unsupportedUserPool,
} from './attempt-rule.ts';
import { AnswerVolume } from './attempts.ts';
import { type CreationConfig, creationShape, creationsOf, together } from './creations.ts';
import { Distinct } from './distinct.ts';
import { pathTest } from './entry.ts';
import { graded, gradedLabels, gradedVolume } from './graded.ts';
import { addressKey, textKey, Volume } from './volume.ts';

const captcha: RuleAction = { Captcha: {} };

/** A rule that is asked of requests that make an account. */
const creationRule = (of: CreationConfig | undefined, rule: AttemptRule): ManagedRule =>
  attemptRule('creation', (given) => creationsOf(given, of!), rule);

/** True when the browser of the token told so. */
const told = (
  of: CreationConfig | undefined,
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

const rules = (of: CreationConfig | undefined): readonly ManagedRule[] => [
  unsupportedUserPool,
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
      const volume = { name: 'ip', windowSec: tenMinutes, limits: [10, 15, 20] } as const;
      return gradedVolume(given, { ...volume, root: 'aggregate:volumetric:ip:creation' }, addressKey);
    },
  }),
  creationRule(of, {
    name: 'VolumetricSessionHigh',
    label: 'aggregate:volumetric:session:creation:high',
    about: 'More than 10 new accounts with one token in half an hour; labels tell of more than 5 and 1.',
    compile(given, { session }) {
      const volume = { name: 'session', windowSec: halfHour, limits: [1, 5, 10] } as const;
      return gradedVolume(given, { ...volume, root: 'aggregate:volumetric:session:creation' }, session);
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
      const volume = { name: 'phone', windowSec: halfHour, limits: [1, 5, 10] } as const;
      return gradedVolume(given, { ...volume, root: 'aggregate:volumetric:phone_number' }, (x) => {
        const number = phone(attempt(x)!.read)?.replace(/\D/g, '') ?? '';
        return number === '' ? null : textKey(number);
      });
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
  gives: gradedLabels(
    'aggregate:volumetric:ip:creation',
    'aggregate:volumetric:session:creation',
    'aggregate:attribute:username_traversal:creation',
    'aggregate:volumetric:phone_number',
  ),
  config: creationShape,
  tokens: () => true,
  lacks: ({ lists }, of) => [
    ...((of as CreationConfig).ResponseInspection === undefined
      ? [
          'ResponseInspection does not say which accounts were made, so that rules about answers match nothing',
        ]
      : []),
    ...lacksCredentials(lists.credentials, 'SignalCredentialCompromised'),
  ],
  rules: (_, of) => rules(of as CreationConfig | undefined),
});
