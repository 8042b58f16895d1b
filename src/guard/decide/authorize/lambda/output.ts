import type { Caller } from '../../../../base/caller.ts';
import { answeredObject, isRecord } from '../../../../base/json.ts';
import { returnedPolicyShape } from '../../../../define/model/policy.ts';
import type { Keys } from '../policy/keys.ts';
import { compilePolicy, type Policy } from '../policy/policy.ts';

/** What an authorizer’s function answered, once it has been found well formed. */
export interface Output {
  readonly caller: Caller;
  /** What its answer says of a request: a policy, or the one word of the simple form. */
  readonly policy: Policy;
}

/** What an answer is read with. */
export interface OutputForm {
  readonly by: string;
  readonly keys: Keys;
  /** The simple form of HTTP APIs: `{"isAuthorized": true}`. */
  readonly simple: boolean;
  /** True: values of the context may be lists and mappings (payload format 2.0); they are handed on as JSON. */
  readonly nested: boolean;
}

/** Reads the JSON text an authorizer answered with; a sentence that says what is wrong when it cannot be one. */
export function readOutput(payload: string, form: OutputForm): Output | string {
  const answer = answeredObject(payload);
  if (typeof answer === 'string') return answer;
  const context = contextOf(answer.context, form.nested);
  if (typeof context === 'string') return context;
  const { usageIdentifierKey: usageKey = '' } = answer;
  if (typeof usageKey !== 'string') return 'usageIdentifierKey must be a string';
  const { principalId = '' } = answer;
  if (typeof principalId !== 'string') return 'principalId must be a string';
  const caller: Caller = Object.freeze({
    by: form.by,
    principalId,
    context,
    claims: null,
    scopes: [],
    usageKey,
    iam: null,
  });
  if (form.simple) {
    if (typeof answer.isAuthorized !== 'boolean') return 'isAuthorized must be true or false';
    return { caller, policy: answer.isAuthorized ? allowed : refused };
  }
  if (principalId === '') return 'principalId must not be empty';
  const policy = returnedPolicyShape.safeParse(answer.policyDocument);
  if (!policy.success) {
    const [issue] = policy.error.issues;
    return `policyDocument${issue!.path.map((key) => `.${String(key)}`).join('')}: ${issue!.message}`;
  }
  return { caller, policy: compilePolicy(policy.data, { keys: form.keys, apiArn: '' }) };
}

const allowed: Policy = () => 'allow';
const refused: Policy = () => 'neither';

/** Names without a prototype: `__proto__` is one like any other. */
function contextOf(written: unknown, nested: boolean): Caller['context'] | string {
  const context: Record<string, string | number | boolean> = Object.create(null);
  if (written === undefined || written === null) return context;
  if (!isRecord(written)) return 'context must be an object';
  for (const [name, value] of Object.entries(written)) {
    if (value === null) continue;
    if (typeof value !== 'object') context[name] = value as string | number | boolean;
    else if (nested) context[name] = JSON.stringify(value);
    else return `context.${name} must be a string, a number or a boolean`;
  }
  return Object.freeze(context);
}
