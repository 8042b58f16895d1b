import assert from 'node:assert/strict';
import { test } from 'node:test';
import { managedGroups } from '../../../src/guard/decide/waf/managed/groups.ts';

const expected: Readonly<Record<string, { capacity: number; namespace: string; rules: number }>> = {
  AWSManagedRulesCommonRuleSet: { capacity: 700, namespace: 'core-rule-set', rules: 22 },
  AWSManagedRulesKnownBadInputsRuleSet: { capacity: 200, namespace: 'known-bad-inputs', rules: 12 },
  AWSManagedRulesAmazonIpReputationList: { capacity: 25, namespace: 'amazon-ip-list', rules: 3 },
  AWSManagedRulesAnonymousIpList: { capacity: 50, namespace: 'anonymous-ip-list', rules: 2 },
  AWSManagedRulesBotControlRuleSet: { capacity: 50, namespace: 'bot-control', rules: 38 },
  AWSManagedRulesATPRuleSet: { capacity: 50, namespace: 'atp', rules: 11 },
  AWSManagedRulesACFPRuleSet: { capacity: 50, namespace: 'acfp', rules: 16 },
  AWSManagedRulesAntiDDoSRuleSet: { capacity: 50, namespace: 'anti-ddos', rules: 3 },
  AWSManagedRulesSQLiRuleSet: { capacity: 200, namespace: 'sql-database', rules: 8 },
};

for (const [name, { capacity, namespace, rules }] of Object.entries(expected))
  test(`${name} has the capacity, the labels and as many rules as AWS says`, () => {
    const group = managedGroups.find((g) => g.vendor === 'AWS' && g.name === name)!;
    assert.equal(group.capacity, capacity);
    assert.equal(group.labelNamespace, `awswaf:managed:aws:${namespace}:`);
    assert.equal(group.rules(group.versions[0]!, undefined).length, rules);
  });

for (const group of managedGroups) {
  test(`${group.name}: each rule has its own name and label, an action and a fidelity`, () => {
    const rules = group.rules(group.versions[0]!, group.config?.safeParse({}).data);
    assert.equal(new Set(rules.map((rule) => rule.name)).size, rules.length);
    for (const { name, action, labels, fidelity } of rules) {
      assert.match(name, /^[\w-]{1,128}$/);
      assert.equal(Object.keys(action).length, 1, name);
      assert.ok(labels.length > 0, name);
      for (const label of labels) assert.match(label, /^[\w-]+(:[\w-]+)*$/);
      assert.ok(['exact', 'documented', 'approximated'].includes(fidelity), name);
    }
    assert.ok(group.description.length > 10 && group.capacity > 0);
    assert.match(group.labelNamespace, /^awswaf:managed:[\w-]+:[\w-]+:$/);
  });
}

test('labels are the names of rules with the component in AWS’s spelling', () => {
  const labels = managedGroups.flatMap((g) =>
    g
      .rules(g.versions[0]!, g.config?.safeParse({}).data)
      .flatMap((r) => r.labels.map((l) => `${g.labelNamespace}${l}`)),
  );
  for (const label of [
    'core-rule-set:NoUserAgent_Header',
    'core-rule-set:BadBots_Header',
    'core-rule-set:SizeRestrictions_Cookie_Header',
    'core-rule-set:GenericLFI_URIPath',
    'core-rule-set:CrossSiteScripting_QueryArguments',
    'known-bad-inputs:Host_Localhost_Header',
    'known-bad-inputs:Propfind_Method',
    'known-bad-inputs:ReactJSRCE_Body',
    'known-bad-inputs:Log4JRCE_QueryString',
    'sql-database:SQLi_Cookie',
    'sql-database:SQLiExtendedPatterns_UriPath',
  ])
    assert.ok(labels.includes(`awswaf:managed:aws:${label}`), label);
});
