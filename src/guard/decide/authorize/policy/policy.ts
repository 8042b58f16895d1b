import type { Exchange } from '../../../../base/exchange.ts';
import { operatorOf } from '../../../../define/model/condition.ts';
import type { PolicyDocument, PolicyStatement, Principals } from '../../../../define/model/policy.ts';
import { compileCondition, type Holds } from './condition.ts';
import { type Fits, glob } from './glob.ts';
import type { Keys } from './keys.ts';
import type { Requested } from './requested.ts';

/** What a policy says of a request. */
export type Effect = 'allow' | 'deny' | 'neither';

/** Asks a policy, once for each request. */
export type Policy = (x: Exchange, requested: Requested) => Effect;

/** How the texts of a policy are to be read. */
export interface PolicyOptions {
  readonly keys: Keys;
  /** `arn:aws:execute-api:{region}:{account}:{api}`: what `execute-api:/…` is short for; '' where nothing is. */
  readonly apiArn: string;
}

/** What all requests ask to do; cache invalidation and connections are not to be had here. */
const INVOKE = 'execute-api:Invoke';

/**
 * Compiles a policy document. An explicit deny goes before any allow; what no statement speaks of is `neither`
 * ("Policy evaluation logic"). Statements that cannot be about a call of an API are dropped beforehand.
 */
export function compilePolicy(document: PolicyDocument, options: PolicyOptions): Policy {
  const variables = document.Version === '2012-10-17';
  const of = (effect: 'Allow' | 'Deny'): Statement[] =>
    [document.Statement]
      .flat()
      .filter((s) => s.Effect === effect && isAboutInvoking(s))
      .map((s) => compileStatement(s, options, variables));
  const allows = of('Allow');
  const denies = of('Deny');
  return (x, requested) => {
    const { arn, also } = requested;
    for (const statement of denies) {
      if (!statement.isFor(x)) continue;
      const named = statement.names(arn, x) || (also?.some((other) => statement.names(other, x)) ?? false);
      if (named && statement.holds(x)) return 'deny';
    }
    for (const statement of allows)
      if (statement.isFor(x) && isAllowed(statement, x, requested) && statement.holds(x)) return 'allow';
    return 'neither';
  };
}

/** Whoever allows all but `/admin/*` does not allow what can be read as that either. */
const isAllowed = ({ names, inverted }: Statement, x: Exchange, { arn, also }: Requested): boolean =>
  names(arn, x) && (!inverted || also === null || also.every((other) => names(other, x)));

interface Statement {
  /** True: it names what it is not about. */
  readonly inverted: boolean;
  readonly isFor: Holds;
  readonly names: Fits;
  readonly holds: Holds;
}

function isAboutInvoking({ Action, NotAction }: PolicyStatement): boolean {
  // Actions are compared without case, as everywhere in IAM.
  const named = [Action ?? NotAction ?? []].flat().some((action) => anyX(glob(action, null, 'folded')));
  return Action === undefined ? !named : named;
}

/** Patterns without variables look at no request. */
const anyX = (fits: Fits): boolean => fits(INVOKE, null as unknown as Exchange);

function compileStatement(
  written: PolicyStatement,
  { keys, apiArn }: PolicyOptions,
  variables: boolean,
): Statement {
  const filled = variables ? keys : null;
  const { Resource, NotResource, Condition = {} } = written;
  const resources = [Resource ?? NotResource ?? []]
    .flat()
    .map((text) => glob(wholeArn(text, apiArn), filled));
  const isNamed: Fits = (arn, x) => {
    for (let i = 0; i < resources.length; i++) if (resources[i]!(arn, x)) return true;
    return false;
  };
  const conditions = Object.entries(Condition).flatMap(([name, lines]) =>
    Object.entries(lines).map(([key, values]) =>
      compileCondition(operatorOf(name)!, key, [values].flat().map(String), keys, variables),
    ),
  );
  return {
    inverted: Resource === undefined,
    isFor: principalsOf(written),
    names: Resource === undefined ? (arn, x) => !isNamed(arn, x) : isNamed,
    holds: (x) => {
      for (let i = 0; i < conditions.length; i++) if (!conditions[i]!(x)) return false;
      return true;
    },
  };
}

/** `execute-api:/prod/GET/pets` is short for the ARN within the API that the policy belongs to. */
const wholeArn = (text: string, apiArn: string): string =>
  text.startsWith('execute-api:/') ? `${apiArn}${text.slice('execute-api:'.length)}` : text;

function principalsOf({ Principal, NotPrincipal }: PolicyStatement): Holds {
  if (Principal === undefined && NotPrincipal === undefined) return () => true;
  const isOne = among((Principal ?? NotPrincipal)!);
  return Principal === undefined ? (x) => !isOne(x) : isOne;
}

/** Whether the caller is among principals: `*` is everyone; accounts, users and roles are told by their signature. */
function among(principals: Principals): Holds {
  if (principals === '*') return () => true;
  const named = [principals.AWS ?? []].flat();
  if (named.includes('*')) return () => true;
  const accounts = new Set(
    named.flatMap((text) => /^(?:arn:aws[\w-]*:iam::)?(\d{12})(?::root)?$/.exec(text)?.[1] ?? []),
  );
  const arns = new Set(named);
  return ({ caller }) => {
    const iam = caller?.iam;
    if (iam === null || iam === undefined) return false;
    const { 'aws:principalarn': arn = iam.userArn } = iam.keys;
    return accounts.has(iam.accountId) || arns.has(iam.userArn) || arns.has(arn);
  };
}
