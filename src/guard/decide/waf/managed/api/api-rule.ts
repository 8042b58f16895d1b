import type { RuleAction } from '../../../../../define/model/web-acl.ts';
import type { Test, WafGiven } from '../../statement.ts';
import type { ManagedRule } from '../managed-group.ts';

const COUNT: RuleAction = Object.freeze({ Count: Object.freeze({}) });
const BLOCK: RuleAction = Object.freeze({ Block: Object.freeze({}) });

/** A rule of ours, which gives its name as its label. */
export const blocks = (name: string, about: string, compile: (given: WafGiven) => Test): ManagedRule =>
  rule(name, BLOCK, about, compile);

/** One that only counts: what it finds is also sent by those who mean no harm. */
export const counts = (name: string, about: string, compile: (given: WafGiven) => Test): ManagedRule =>
  rule(name, COUNT, about, compile);

const rule = (
  name: string,
  action: RuleAction,
  about: string,
  compile: (given: WafGiven) => Test,
): ManagedRule =>
  Object.freeze({ name, action, labels: Object.freeze([name]), fidelity: 'approximated', about, compile });
