import type { z } from 'zod';
import type { Exchange } from '../../../../base/exchange.ts';
import type { Settings } from '../../../../define/model/settings.ts';
import type { RuleAction } from '../../../../define/model/web-acl.ts';
import type { Given } from '../../given.ts';
import type { Test, WafGiven } from '../statement.ts';

/** A rule group that comes with the gateway, under the name its vendor gave it. */
export interface ManagedGroup {
  readonly vendor: string;
  readonly name: string;
  /** What it is for, in a sentence: shown by `ListAvailableManagedRuleGroups`. */
  readonly description: string;
  /** Web ACL capacity units. */
  readonly capacity: number;
  /** `awswaf:managed:aws:core-rule-set:` */
  readonly labelNamespace: string;
  /** The newest first; the first one is meant where no version is named. */
  readonly versions: readonly string[];
  /** True where AWS takes the name `LATEST` for the newest version as well. */
  readonly latest?: boolean;
  /** True for a group whose rules look at what clients have proved (their tokens). */
  tokens?(config: unknown): boolean;
  /** What its member of ManagedRuleGroupConfigs may say, when it has one. */
  readonly config?: z.ZodType;
  /** Members of ManagedRuleGroupConfigs that say the same, from before it had one of its own. */
  readonly older?: {
    readonly members: readonly string[];
    /** What its own member would say. */
    config(told: Readonly<Record<string, unknown>>): unknown;
  };
  /** What is missing for it to do what it says, in sentences: noted where it is referred to. */
  lacks?(settings: Settings, config: unknown): readonly string[];
  /** What has to be found out of a request before its rules are asked; null when there is nothing to wait for. */
  prepare?(given: Given, config: unknown): ((x: Exchange) => Promise<void> | null) | null;
  /** The names of rules that a configuration leaves out, so that overrides may name them. */
  readonly leavesOut?: readonly string[];
  /** Labels that it gives besides those of its rules, without their prefix. */
  readonly gives?: readonly string[];
  /** Those that a configuration asks for; without one all there are. */
  rules(version: string, config: unknown): readonly ManagedRule[];
}

/** One rule of a managed group. */
export interface ManagedRule {
  readonly name: string;
  readonly action: RuleAction;
  /** Without their prefix. */
  readonly labels: readonly string[];
  /**
   * exact: as the vendor’s. documented: the vendor publishes the threshold or the list. approximated: our own
   * detector decides.
   */
  readonly fidelity: 'exact' | 'documented' | 'approximated';
  /** What it is true of, in a sentence of Markdown: shown in docs/managed-groups.md. */
  readonly about: string;
  /** The first version that has it, where AWS says so; absent: all have it. */
  readonly since?: string;
  compile(given: WafGiven): Test;
}

/** The rules that a version has; `versions` are all there are, the newest first. */
export const rulesIn = (
  rules: readonly ManagedRule[],
  versions: readonly string[],
  version: string,
): readonly ManagedRule[] =>
  rules.filter(({ since }) => since === undefined || versions.indexOf(version) <= versions.indexOf(since));

/** The names that a web ACL may give a version of a group. */
export const versionNames = ({ versions, latest }: ManagedGroup): readonly string[] =>
  latest === true ? [...versions, 'LATEST'] : versions;

/**
 * `Version_1.0` to `Version_{major}.{last}`, the newest first. What AWS changed in what a rule finds is not published, so
 * that versions differ in the rules alone that are known to have been added (`since`).
 */
export const versionsTo = (major: number, last: number): readonly string[] =>
  Object.freeze(Array.from({ length: last + 1 }, (_, i) => `Version_${major}.${last - i}`));

/** What the ids of all rules of a group begin with where a web ACL refers to it: the id of the rule that does. */
export const referringId = (ruleId: string): string => ruleId.replace(/\/[^/]*$/, '');
