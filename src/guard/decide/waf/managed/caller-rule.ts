import type { Exchange } from '../../../../base/exchange.ts';
import { traced } from '../../../../base/traced.ts';
import type { RuleAction } from '../../../../define/model/web-acl.ts';
import type { Test, WafGiven } from '../statement.ts';
import type { ManagedRule } from './managed-group.ts';

/** A rule about who calls. */
export interface CallerRule {
  readonly name: string;
  /** Block when absent. */
  readonly action?: RuleAction;
  /** Behind the group's namespace; none: it has the label that other rules and groups give as well. */
  readonly label: string;
  readonly fidelity: ManagedRule['fidelity'];
  readonly about: string;
  compile(given: WafGiven): CallerTest;
}

/** What a rule asks of a caller, compiled. */
export interface CallerTest {
  test(x: Exchange): boolean;
  /** What it looked at, for a trace. */
  looked?(x: Exchange): Readonly<Record<string, string | number | boolean>>;
}

/** A rule of a managed group that looks at who calls, and tells a trace what it looked at. */
export const callerRule = ({ name, action, label, fidelity, about, compile }: CallerRule): ManagedRule =>
  Object.freeze({
    name,
    action: action ?? { Block: {} },
    labels: Object.freeze([label]),
    fidelity,
    about,
    compile(given: WafGiven): Test {
      const { test, looked } = compile(given);
      return traced(given.tracing, 'caller', name, '', test, (x, matched) => ({
        looked: looked?.(x) ?? {},
        outcome: matched ? 'match' : 'no match',
        because: `${matched ? 'True' : 'Not true'} of this caller: ${about}`,
      }));
    },
  });
