import { NOWHERE } from '../../base/origin.ts';
import type { Api, Method } from '../../define/model/api.ts';
import type { Authorizer } from '../../define/model/authorizer.ts';
import type { Invocation } from '../../functions/invocation.ts';
import { questionOf } from '../decide/authorize/authorize.ts';
import type { Given } from '../decide/given.ts';
import type { Site } from '../decide/layer.ts';
import { faultAnswer, gatewayAnswer } from '../finish/gateway-answer.ts';
import { type TrialRequest, trialExchange, trialStage } from './trial.ts';
import { TrialLog } from './trial-log.ts';

/** What an authorizer made of a request that was tried out. */
export interface TriedAuthorizer {
  /** What a caller would get of the authorizer: 200 when it says who calls, whatever its policy says then. */
  readonly status: number;
  readonly latencyMs: number;
  readonly log: string;
  readonly principalId: string;
  /** The policy that a function answered, as JSON; '' when there is none. */
  readonly policy: string;
  /** Claims of a token, each as text. */
  readonly claims: Readonly<Record<string, string>>;
}

/** Asks one authorizer about a request, as `TestInvokeAuthorizer` does: no answer is kept, and none that was kept is used. */
export async function tryAuthorizer(
  api: Api,
  authorizer: Authorizer,
  request: TrialRequest,
  given: Given,
): Promise<TriedAuthorizer> {
  const site = siteOf(api, authorizer, request, given);
  const x = trialExchange(api, request, given);
  x.resourcePath = '/';
  const log = new TrialLog('test-request', given.clock);
  const began = performance.now();
  log.add(`Starting authorizer: ${authorizer.authorizerId} for request: ${x.id}`);
  let answered = '';
  const invoke = async (arn: string, event: string): Promise<Invocation> => {
    log.add('Sending request to the authorizer’s function');
    const invocation = await given.invoke(arn, event);
    if ('payload' in invocation) answered = invocation.payload;
    const more = 'message' in invocation ? `: ${invocation.message}` : '';
    log.add(`Authorizer result (${invocation.outcome})${more}: ${answered}`);
    return invocation;
  };
  let status = 200;
  try {
    if (x.fault !== null) throw x.fault;
    const verdict = await questionOf(site, { ...given, invoke })(x);
    if (typeof verdict === 'string') log.add('Successfully completed authorizer execution');
    else {
      status = gatewayAnswer(x, verdict).status;
      log.add(`Unauthorized request: ${verdict.reason}${x.complaint === '' ? '' : `: ${x.complaint}`}`);
    }
  } catch (fault) {
    ({ status } = faultAnswer(x, fault).answer);
    log.add(`Execution failed: ${fault instanceof Error ? fault.message : String(fault)}`);
  }
  return {
    status,
    latencyMs: Math.round(performance.now() - began),
    log: log.text,
    principalId: x.caller?.principalId ?? '',
    policy: policyIn(answered),
    claims: Object.fromEntries(
      Object.entries(x.caller?.claims ?? {}).map(([name, value]) => [
        name,
        typeof value === 'string' ? value : JSON.stringify(value),
      ]),
    ),
  };
}

/** A method of the root that asks this authorizer. */
function siteOf(api: Api, { id, type, authorizerId }: Authorizer, request: TrialRequest, given: Given): Site {
  const method: Method = {
    ...{ id, origin: NOWHERE, httpMethod: 'GET', resourceId: '', resourcePath: '/', authorizerId },
    authorizationType: type === 'COGNITO_USER_POOLS' ? 'COGNITO_USER_POOLS' : 'CUSTOM',
    apiKeyRequired: false,
    integration: { type: 'MOCK', settings: {} },
  };
  const resource = {
    id,
    origin: NOWHERE,
    resourceId: '',
    parentId: '',
    pathPart: '',
    path: '/',
    methods: [method],
  };
  const stage = trialStage(api, 'ESTestInvoke-stage', request);
  return { definition: given.definition, api, stage, resource, method };
}

function policyIn(payload: string): string {
  try {
    const { policyDocument } = JSON.parse(payload) as { policyDocument?: unknown };
    return policyDocument === undefined ? '' : JSON.stringify(policyDocument);
  } catch {
    return '';
  }
}
