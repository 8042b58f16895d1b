import { z } from 'zod';
import type { Exchange } from '../../../../../base/exchange.ts';
import type { RuleAction } from '../../../../../define/model/web-acl.ts';
import { label } from '../../label.ts';
import type { WafGiven } from '../../statement.ts';
import { compileRegex, patternShape } from '../../texts/regex.ts';
import { callerRule } from '../caller-rule.ts';
import { type ManagedGroup, type ManagedRule, versionsTo } from '../managed-group.ts';
import { floodLabels, type Suspected, suspecting } from './suspicion.ts';

const sensitivity = z.enum(['LOW', 'MEDIUM', 'HIGH']);

const config = z
  .strictObject({
    ClientSideActionConfig: z
      .strictObject({
        Challenge: z
          .strictObject({
            UsageOfAction: z.enum(['ENABLED', 'DISABLED']).describe('Whether the group challenges at all.'),
            Sensitivity: sensitivity
              .default('HIGH')
              .describe(
                'ChallengeDDoSRequests: HIGH from low suspicion on, MEDIUM from medium, LOW high alone.',
              ),
            ExemptUriRegularExpressions: z
              .array(z.strictObject({ RegexString: patternShape.describe('The expression.') }))
              .max(5)
              .optional()
              .describe('Paths that no page can be shown for: /api/, files.'),
          })
          .describe('Challenges.'),
      })
      .default({ Challenge: { UsageOfAction: 'ENABLED', Sensitivity: 'HIGH' } })
      .describe('What is asked of browsers in an event.'),
    SensitivityToBlock: sensitivity
      .default('LOW')
      .describe('DDoSRequests: LOW refuses those of high suspicion, MEDIUM of medium as well, HIGH all.'),
  })
  .describe('What the group has to know.');

type Config = z.infer<typeof config>;

/** The least suspicion that each sensitivity acts on. */
const from = { LOW: 3, MEDIUM: 2, HIGH: 1 } as const;

const challenge: RuleAction = { Challenge: {} };

const rule = (
  name: string,
  label: string,
  action: RuleAction,
  about: string,
  compile: (given: WafGiven, seen: (x: Exchange) => Suspected) => (x: Exchange) => boolean,
): ManagedRule =>
  callerRule({
    ...{ name, label, action, about, fidelity: 'approximated' },
    compile(given) {
      const seen = suspecting(given);
      return {
        test: compile(given, seen),
        looked(x) {
          const { since, count, usual, suspicion, recent, newcomer } = seen(x);
          return { event: since !== 0, count, usual: Math.round(usual), suspicion, recent, newcomer };
        },
      };
    },
  });

/** Whether a page can be shown for a request; null: challenges are switched off. */
function challengeable(given: WafGiven, { Challenge }: Config['ClientSideActionConfig']) {
  if (Challenge.UsageOfAction === 'DISABLED') return null;
  const exempt = (Challenge.ExemptUriRegularExpressions ?? []).map(({ RegexString }) =>
    compileRegex(RegexString),
  );
  const labels = [`${given.labelNamespace}challengeable-request`];
  return (x: Exchange): boolean => {
    if (exempt.some((regex) => regex.test(x.stagePath))) return false;
    label(x, labels);
    return true;
  };
}

const rules = (of: Config | undefined): readonly ManagedRule[] => [
  rule(
    'ChallengeAllDuringEvent',
    'ChallengeAllDuringEvent',
    challenge,
    'In an event, every request that a page can be shown for.',
    (given, seen) => {
      const can = challengeable(given, of!.ClientSideActionConfig);
      return (x) => {
        const event = seen(x).since !== 0;
        return can?.(x) === true && event;
      };
    },
  ),
  rule(
    'ChallengeDDoSRequests',
    'ChallengeDDoSRequests',
    challenge,
    'In an event, suspect requests that a page can be shown for; reached when the rule before only counts.',
    (given, seen) => {
      const { ClientSideActionConfig } = of!;
      const can = challengeable(given, ClientSideActionConfig);
      const least = from[ClientSideActionConfig.Challenge.Sensitivity];
      return (x) => seen(x).suspicion >= least && can?.(x) === true;
    },
  ),
  rule('DDoSRequests', 'DDoSRequests', { Block: {} }, 'In an event, suspect requests.', (_, seen) => {
    const least = from[of!.SensitivityToBlock];
    return (x) => seen(x).suspicion >= least;
  }),
];

/** Floods: when one begins, who is part of it, and what is done about that. */
export const antiDdos: ManagedGroup = Object.freeze<ManagedGroup>({
  vendor: 'AWS',
  name: 'AWSManagedRulesAntiDDoSRuleSet',
  description:
    'Floods: found by what is usual, with challenges for browsers and refusals for those most suspect.',
  capacity: 50,
  labelNamespace: 'awswaf:managed:aws:anti-ddos:',
  versions: versionsTo(1, 0),
  config,
  tokens: () => true,
  gives: [...floodLabels, 'challengeable-request'],
  rules: (_, of) => rules(of as Config | undefined),
});
