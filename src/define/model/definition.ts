import type { LedgerEntry } from '../../base/fidelity.ts';
import type { Api } from './api.ts';
import type { CaptchaKey } from './captcha-key.ts';
import type { ApiClientCertificate, Domain } from './domain.ts';
import type { LambdaFunction } from './function.ts';
import type { LoggingConfiguration } from './logging.ts';
import type { Settings } from './settings.ts';
import type { Stack } from './stack.ts';
import type { ApiKey, UsagePlan, UsagePlanKey } from './usage.ts';
import type { UserPool } from './user-pool.ts';
import type { IpSet, RegexPatternSet, RuleGroup, WebAcl, WebAclAssociation } from './web-acl.ts';

/** What the gateway should do, as plain frozen data that can be sent to a worker. */
export interface Definition {
  /** Counts up with every change that took effect, from 1. */
  readonly generation: number;
  readonly settings: Settings;
  readonly apis: readonly Api[];
  /** Absent: none. */
  readonly domains?: readonly Domain[];
  /** Absent: none. */
  readonly clientCertificates?: readonly ApiClientCertificate[];
  readonly functions: readonly LambdaFunction[];
  readonly webAcls: readonly WebAcl[];
  readonly ipSets: readonly IpSet[];
  readonly regexPatternSets: readonly RegexPatternSet[];
  readonly ruleGroups: readonly RuleGroup[];
  readonly associations: readonly WebAclAssociation[];
  /** API keys of the CAPTCHA JavaScript API, which only the control API makes. Absent: none. */
  readonly captchaKeys?: readonly CaptchaKey[];
  readonly apiKeys: readonly ApiKey[];
  readonly usagePlans: readonly UsagePlan[];
  readonly usagePlanKeys: readonly UsagePlanKey[];
  readonly loggingConfigurations: readonly LoggingConfiguration[];
  readonly userPools: readonly UserPool[];
  readonly stacks: readonly Stack[];
  readonly ledger: readonly LedgerEntry[];
}
