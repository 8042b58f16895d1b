import assert from 'node:assert/strict';
import { test } from 'node:test';
import { managedGroups } from '../../../src/guard/decide/waf/managed/groups.ts';
import { versionNames } from '../../../src/guard/decide/waf/managed/managed-group.ts';

/** AWS's groups as AWS publishes them: units, namespace, rules in order, and the actions of those that do not block. */
interface Published {
  readonly capacity: number;
  readonly namespace: string;
  readonly rules: string;
  readonly config?: object;
  readonly actions?: Readonly<Record<string, string>>;
}

const published: Readonly<Record<string, Published>> = {
  CommonRuleSet: {
    ...{ capacity: 700, namespace: 'core-rule-set' },
    rules: `NoUserAgent_HEADER UserAgent_BadBots_HEADER SizeRestrictions_QUERYSTRING SizeRestrictions_Cookie_HEADER
      SizeRestrictions_BODY SizeRestrictions_URIPATH EC2MetaDataSSRF_{BODY,COOKIE,URIPATH,QUERYARGUMENTS}
      GenericLFI_{QUERYARGUMENTS,URIPATH,BODY} RestrictedExtensions_{URIPATH,QUERYARGUMENTS}
      GenericRFI_{QUERYARGUMENTS,BODY,URIPATH} CrossSiteScripting_{COOKIE,QUERYARGUMENTS,BODY,URIPATH}`,
  },
  AdminProtectionRuleSet: { capacity: 100, namespace: 'admin-protection', rules: 'AdminProtection_URIPATH' },
  KnownBadInputsRuleSet: {
    ...{ capacity: 200, namespace: 'known-bad-inputs' },
    rules: `JavaDeserializationRCE_{HEADER,BODY,URIPATH,QUERYSTRING} Host_localhost_HEADER PROPFIND_METHOD
      ExploitablePaths_URIPATH Log4JRCE_{HEADER,QUERYSTRING,BODY,URIPATH} ReactJSRCE_BODY`,
  },
  SQLiRuleSet: {
    ...{ capacity: 200, namespace: 'sql-database' },
    rules:
      'SQLi_{QUERYARGUMENTS,BODY,COOKIE,URIPATH} SQLiExtendedPatterns_{QUERYARGUMENTS,BODY,HEADER,URIPATH}',
  },
  LinuxRuleSet: { capacity: 200, namespace: 'linux-os', rules: 'LFI_{URIPATH,QUERYSTRING,HEADER}' },
  UnixRuleSet: {
    ...{ capacity: 100, namespace: 'posix-os' },
    rules: 'UNIXShellCommandsVariables_{QUERYSTRING,BODY,HEADER}',
  },
  WindowsRuleSet: {
    ...{ capacity: 200, namespace: 'windows-os' },
    rules: `WindowsShellCommands_{HEADER,QUERYARGUMENTS,QUERYSTRING,URIPATH,BODY}
      PowerShellCommands_{COOKIE,QUERYARGUMENTS,BODY}`,
  },
  PHPRuleSet: {
    ...{ capacity: 100, namespace: 'php-app' },
    rules: 'PHPHighRiskMethodsVariables_{HEADER,QUERYSTRING,BODY,URIPATH}',
  },
  WordPressRuleSet: {
    ...{ capacity: 100, namespace: 'wordpress-app' },
    rules: 'WordPressExploitableCommands_QUERYSTRING WordPressExploitablePaths_URIPATH',
  },
  AmazonIpReputationList: {
    ...{ capacity: 25, namespace: 'amazon-ip-list' },
    rules: 'AWSManagedIPReputationList AWSManagedReconnaissanceList AWSManagedIPDDoSList',
    actions: { AWSManagedIPDDoSList: 'Count' },
  },
  AnonymousIpList: {
    ...{ capacity: 50, namespace: 'anonymous-ip-list' },
    rules: 'AnonymousIPList HostingProviderIPList',
  },
  BotControlRuleSet: {
    ...{ capacity: 50, namespace: 'bot-control', config: { InspectionLevel: 'TARGETED' } },
    rules: `Category{Advertising,Archiver,ContentFetcher,EmailClient,HttpLibrary,LinkChecker,Miscellaneous,Monitoring}
      Category{PagePreview,ScrapingFramework,SearchEngine,Security,Seo,SocialMedia,Webhooks} CategoryAI
      SignalAutomatedBrowser SignalKnownBotDataCenter SignalNonBrowserUserAgent TGT_VolumetricIpTokenAbsent
      TGT_TokenAbsent TGT_VolumetricSession TGT_VolumetricSessionMaximum TGT_SignalAutomatedBrowser
      TGT_SignalBrowserAutomationExtension TGT_SignalBrowserInconsistency
      TGT_ML_CoordinatedActivity{Low,Medium,High} TGT_TokenReuseIp{Low,Medium,High}
      TGT_TokenReuseCountry{Low,Medium,High} TGT_TokenReuseAsn{Low,Medium,High}`,
    actions: {
      ...{ TGT_VolumetricIpTokenAbsent: 'Challenge', TGT_TokenAbsent: 'Count' },
      ...{ TGT_VolumetricSession: 'Captcha', TGT_SignalAutomatedBrowser: 'Captcha' },
      ...{ TGT_SignalBrowserAutomationExtension: 'Captcha', TGT_SignalBrowserInconsistency: 'Captcha' },
      ...{ TGT_ML_CoordinatedActivityLow: 'Challenge', TGT_ML_CoordinatedActivityMedium: 'Captcha' },
      ...{ TGT_ML_CoordinatedActivityHigh: 'Captcha' },
      ...{ TGT_TokenReuseIpLow: 'Count', TGT_TokenReuseIpMedium: 'Captcha' },
      ...{ TGT_TokenReuseCountryLow: 'Count', TGT_TokenReuseCountryMedium: 'Captcha' },
      ...{ TGT_TokenReuseAsnLow: 'Count', TGT_TokenReuseAsnMedium: 'Captcha' },
    },
  },
  ATPRuleSet: {
    ...{ capacity: 50, namespace: 'atp' },
    rules: `UnsupportedCognitoIDP VolumetricIpHigh VolumetricSession AttributeCompromisedCredentials
      AttributeUsernameTraversal AttributePasswordTraversal AttributeLongSession TokenRejected SignalMissingCredential
      VolumetricIpFailedLoginResponseHigh VolumetricSessionFailedLoginResponseHigh`,
  },
  ACFPRuleSet: {
    ...{ capacity: 50, namespace: 'acfp' },
    rules: `UnsupportedCognitoIDP AllRequests RiskScoreHigh SignalCredentialCompromised
      SignalClientHumanInteractivityAbsentLow AutomatedBrowser BrowserInconsistency VolumetricIpHigh VolumetricSessionHigh
      AttributeUsernameTraversalHigh VolumetricPhoneNumberHigh VolumetricAddressHigh VolumetricAddressLow
      VolumetricIPSuccessfulResponse VolumetricSessionSuccessfulResponse VolumetricSessionTokenReuseIp`,
    actions: {
      ...{ AllRequests: 'Challenge', SignalClientHumanInteractivityAbsentLow: 'Captcha' },
      ...{ BrowserInconsistency: 'Captcha', VolumetricIpHigh: 'Captcha', VolumetricAddressLow: 'Captcha' },
    },
  },
  AntiDDoSRuleSet: {
    ...{ capacity: 50, namespace: 'anti-ddos' },
    rules: 'ChallengeAllDuringEvent ChallengeDDoSRequests DDoSRequests',
    actions: { ChallengeAllDuringEvent: 'Challenge', ChallengeDDoSRequests: 'Challenge' },
  },
};

/** `A_{X,Y} B` → `A_X`, `A_Y`, `B`. */
const spread = (text: string): string[] =>
  text.split(/\s+/).flatMap((word) => {
    const [, stem, ends] = /^(\w+)\{(.*)\}$/.exec(word) ?? [];
    return ends === undefined ? [word] : ends.split(',').map((end) => `${stem}${end}`);
  });

for (const [name, { capacity, namespace, rules, config, actions = {} }] of Object.entries(published))
  test(`AWSManagedRules${name} has the capacity, the labels, the rules and the actions that AWS says`, () => {
    const group = managedGroups().find((g) => g.vendor === 'AWS' && g.name === `AWSManagedRules${name}`)!;
    assert.equal(group.capacity, capacity);
    assert.equal(group.labelNamespace, `awswaf:managed:aws:${namespace}:`);
    const found = group.rules(group.versions[0]!, config);
    assert.deepEqual(
      found.map((rule) => [rule.name, Object.keys(rule.action)[0]]),
      spread(rules).map((rule) => [rule, actions[rule] ?? 'Block']),
    );
  });

test('there is no group of AWS here but those that AWS publishes', () => {
  const names = managedGroups()
    .filter((g) => g.vendor === 'AWS')
    .map((g) => g.name);
  assert.deepEqual(
    names.toSorted(),
    Object.keys(published)
      .map((n) => `AWSManagedRules${n}`)
      .toSorted(),
  );
});

for (const group of managedGroups()) {
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
  const labels = managedGroups().flatMap((g) =>
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

test('a version of a group has the rules that it has on AWS, where AWS says when a rule was added', () => {
  const group = managedGroups().find(({ name }) => name === 'AWSManagedRulesKnownBadInputsRuleSet')!;
  const names = (version: string) => group.rules(version, undefined).map(({ name }) => name);
  assert.ok(names(group.versions[0]!).includes('ReactJSRCE_BODY'));
  assert.ok(names('Version_1.24').includes('ReactJSRCE_BODY'));
  for (const version of ['Version_1.23', 'Version_1.9', 'Version_1.0']) {
    assert.ok(group.versions.includes(version));
    assert.deepEqual(
      names(version),
      names('Version_1.24').filter((name) => name !== 'ReactJSRCE_BODY'),
    );
  }
});

test('LATEST is a version of the group for bots alone, as on AWS', () => {
  const withLatest = managedGroups().filter((group) => versionNames(group).includes('LATEST'));
  assert.deepEqual(
    withLatest.map(({ name }) => name),
    ['AWSManagedRulesBotControlRuleSet'],
  );
  assert.ok(withLatest[0]!.rules('LATEST', undefined).length > 10);
});
