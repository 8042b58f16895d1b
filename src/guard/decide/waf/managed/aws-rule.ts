import type { RuleAction } from '../../../../define/model/web-acl.ts';
import type { Place } from '../inspect/inspect.ts';
import type { Test, WafGiven } from '../statement.ts';
import type { ManagedRule } from './managed-group.ts';

/** What a rule is besides what its name says. */
export interface AwsRule {
  readonly name: string;
  readonly fidelity: ManagedRule['fidelity'];
  /** Block when absent. */
  readonly action?: RuleAction;
  /** Without its prefix; what AWS makes of the name when absent. */
  readonly label?: string;
  /** What it is true of, in a sentence of Markdown. */
  readonly about: string;
  /** The first version that has it, where AWS says so. */
  readonly since?: string;
  compile(given: WafGiven): Test;
}

/** A rule of one of AWS’s groups. */
export const awsRule = ({ action = BLOCK, label, ...rule }: AwsRule): ManagedRule =>
  Object.freeze({ ...rule, action, labels: Object.freeze([label ?? labelOf(rule.name)]) });

const BLOCK: RuleAction = Object.freeze({ Block: Object.freeze({}) });

/** `GenericLFI_QUERYARGUMENTS` gives the label `GenericLFI_QueryArguments`. */
const labelOf = (name: string): string => {
  const at = name.lastIndexOf('_');
  const component = componentNames[name.slice(at + 1)];
  return component === undefined ? name : `${name.slice(0, at + 1)}${component}`;
};

const componentNames: Readonly<Record<string, string>> = {
  BODY: 'Body',
  COOKIE: 'Cookie',
  HEADER: 'Header',
  METHOD: 'Method',
  QUERYARGUMENTS: 'QueryArguments',
  QUERYSTRING: 'QueryString',
  URIPATH: 'URIPath',
};

/** The places that AWS’s names for components mean; HEADER has no cookies in it. */
const placeOf: Readonly<Record<string, Place>> = {
  BODY: 'body',
  COOKIE: 'cookie',
  HEADER: 'header',
  QUERYARGUMENTS: 'query',
  QUERYSTRING: 'query',
  URIPATH: 'path',
};

/** One rule for each component, in order: `GenericLFI` of QUERYARGUMENTS and BODY. */
export const perComponent = (
  stem: string,
  components: readonly string[],
  fidelity: ManagedRule['fidelity'],
  compile: (given: WafGiven, place: Place) => Test,
  about: string,
): ManagedRule[] =>
  components.map((component) =>
    awsRule({
      name: `${stem}_${component}`,
      fidelity,
      about,
      compile: (given) => compile(given, placeOf[component]!),
    }),
  );

/** True when one of the tests is, asked in turn. */
export const anyOf =
  (...tests: readonly Test[]): Test =>
  (x) => {
    for (let i = 0; i < tests.length; i++) if (tests[i]!(x) === true) return true;
    return false;
  };
