import { type ListName, listNames } from '../../../../define/model/lists.ts';
import type { Settings } from '../../../../define/model/settings.ts';
import { awsRule } from './aws-rule.ts';
import { headTest } from './head.ts';
import { listed } from './lists/listed.ts';
import { type ManagedGroup, type ManagedRule, versionsTo } from './managed-group.ts';

const onList = (
  name: string,
  list: ListName,
  about: string,
  action: { readonly Block: object } | { readonly Count: object } = { Block: {} },
): ManagedRule =>
  awsRule({
    name,
    fidelity: 'approximated',
    action,
    about,
    compile(given) {
      const has = listed(given, list);
      return headTest(
        given,
        'client',
        (x) => x.client.text,
        (x) => has(x),
        [`on settings.lists.${list}`, `not on settings.lists.${list}`],
      );
    },
  });

/** What is missing for the rules of a group: lists that the settings do not name. */
export const lacksLists =
  (of: Readonly<Partial<Record<ListName, string>>>) =>
  ({ lists }: Settings): string[] =>
    (Object.keys(of) as ListName[])
      .filter((name) => lists[name].length === 0)
      .map(
        (name) =>
          `settings.lists.${name} names no file or URL with ${listNames[name].replace(/ \(.*/, '')}, so that ${of[name]} matches nothing`,
      );

const reputationRules = [
  onList('AWSManagedIPReputationList', 'reputation', 'Addresses on `settings.lists.reputation`.'),
  onList('AWSManagedReconnaissanceList', 'reconnaissance', 'Addresses on `settings.lists.reconnaissance`.'),
  onList('AWSManagedIPDDoSList', 'ddos', 'Addresses on `settings.lists.ddos`.', { Count: {} }),
];

/** Addresses that are known to attack, from lists that the operator names. */
export const ipReputation: ManagedGroup = Object.freeze({
  vendor: 'AWS',
  name: 'AWSManagedRulesAmazonIpReputationList',
  description: 'Addresses that attack, look for weaknesses or take part in floods, by lists of yours.',
  capacity: 25,
  labelNamespace: 'awswaf:managed:aws:amazon-ip-list:',
  versions: versionsTo(1, 0),
  lacks: lacksLists({
    reputation: 'AWSManagedIPReputationList',
    reconnaissance: 'AWSManagedReconnaissanceList',
    ddos: 'AWSManagedIPDDoSList',
  }),
  rules: () => reputationRules,
});

const anonymousRules = [
  onList('AnonymousIPList', 'anonymous', 'Addresses on `settings.lists.anonymous`: proxies, VPNs, Tor.'),
  onList('HostingProviderIPList', 'hosting', 'Addresses on `settings.lists.hosting`: hosting providers.'),
];

/** Addresses behind which callers hide, from lists that the operator names. */
export const anonymousIp: ManagedGroup = Object.freeze({
  vendor: 'AWS',
  name: 'AWSManagedRulesAnonymousIpList',
  description: 'Proxies, VPNs, Tor and hosting providers, by lists of yours.',
  capacity: 50,
  labelNamespace: 'awswaf:managed:aws:anonymous-ip-list:',
  versions: versionsTo(1, 0),
  lacks: lacksLists({ anonymous: 'AnonymousIPList', hosting: 'HostingProviderIPList' }),
  rules: () => anonymousRules,
});
