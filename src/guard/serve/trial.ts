import { PASS } from '../../base/decision.ts';
import type { Exchange } from '../../base/exchange.ts';
import { Fault } from '../../base/fault.ts';
import { NOWHERE } from '../../base/origin.ts';
import type { Answer } from '../../base/wire.ts';
import type { Api, Method, Resource, Stage } from '../../define/model/api.ts';
import { walk } from '../decide/decide.ts';
import type { Given } from '../decide/given.ts';
import type { Site } from '../decide/layer.ts';
import { router } from '../decide/route/route.ts';
import validate from '../decide/validate/validate.ts';
import { integrate } from '../dispatch/dispatch.ts';
import { compileRefusals } from '../finish/custom/refusals.ts';
import { faultAnswer, gatewayAnswer } from '../finish/gateway-answer.ts';
import { paperExchange } from './paper.ts';
import { TrialLog } from './trial-log.ts';

/** A request that is tried out. */
export interface TrialRequest {
  readonly method: string;
  /** The path below the stage, and the query. */
  readonly target: string;
  /** Names and values in turn. */
  readonly headers: readonly string[];
  readonly body: string;
  readonly variables: Readonly<Record<string, string>>;
  /** The certificate that servers behind are shown; '' for none. */
  readonly clientCertificateId: string;
}

/** What came of it. */
export interface Tried {
  readonly status: number;
  /** Names and values in turn. */
  readonly headers: readonly string[];
  readonly body: string;
  readonly latencyMs: number;
  readonly log: string;
}

/** The most of an answer that is handed back, in bytes: all that API Gateway passes on. */
const LARGEST = 10 * 1024 * 1024;
/** What API Gateway calls the stage of a request that is tried out: permissions of functions name it. */
const TRIAL_STAGE = 'test-invoke-stage';

/**
 * Runs a request through one method as `TestInvokeMethod` does: its parameters and its body are checked, it is
 * mapped and sent to the integration, and the answer is mapped back. No web ACL, authorizer, API key or throttle is
 * asked. Null when the path is not one of the resource.
 */
export async function tryMethod(
  api: Api,
  resource: Resource,
  method: Method,
  request: TrialRequest,
  given: Given,
): Promise<Tried | null> {
  const site: Site = {
    ...{ definition: given.definition, api, resource, method },
    stage: trialStage(api, TRIAL_STAGE, request),
  };
  const x = trialExchange(api, request, given);
  const log = new TrialLog('test-invoke-request', given.clock);
  const began = performance.now();
  let answer: Answer;
  if (x.fault !== null) answer = faulted(x, x.fault, log);
  else {
    if (router([{ resource, method }], given)(x) === null) return null;
    x.refusals = compileRefusals(site);
    log.add(`Starting execution for request: ${x.id}`);
    log.request(x, request);
    answer = await answered(x, site, given, log);
  }
  const tried = await whole(answer, log);
  log.answer(tried);
  return { ...tried, latencyMs: Math.round(performance.now() - began), log: log.text };
}

async function answered(x: Exchange, site: Site, given: Given, log: TrialLog): Promise<Answer> {
  try {
    const verdict = await walk(validate.steps({ ...site }, given), x);
    if (verdict !== PASS) {
      const because = x.complaint === '' ? '' : `: ${x.complaint}`;
      log.add(`Request failed validation: ${verdict.reason} by ${verdict.by}${because}`);
      return gatewayAnswer(x, verdict);
    }
    log.add(`Sending request to the ${site.method!.integration.type} integration`);
    const answer = await integrate(site, given)(x);
    log.add(
      `Received response. Status: ${x.integrationStatus}, Integration latency: ${Math.round(Math.max(0, x.integrationMs))} ms`,
    );
    return answer;
  } catch (fault) {
    return faulted(x, fault, log);
  }
}

function faulted(x: Exchange, fault: unknown, log: TrialLog): Answer {
  const code = fault instanceof Fault ? fault.code : 'gateway.bug';
  log.add(`Execution failed (${code}): ${fault instanceof Error ? fault.message : String(fault)}`);
  return faultAnswer(x, fault).answer;
}

/** An exchange as the port would have made it; with its `fault` when the port would have turned it away. */
export function trialExchange(api: Api, request: TrialRequest, { definition, clock }: Given): Exchange {
  const { method, target, body } = request;
  const host = `${api.apiId}.execute-api.${definition.settings.region}.amazonaws.com`;
  const named = request.headers.some((name, i) => i % 2 === 0 && name.toLowerCase() === 'host');
  const headers = named ? request.headers : ['Host', host, ...request.headers];
  const x = paperExchange({ method, target, headers, body, client: '127.0.0.1', port: 443 }, clock.now())!;
  x.api = api.id;
  x.inner = x.path;
  x.stagePath = x.path;
  return x;
}

/** The stage of a request that is tried out: it has the variables that came along, and nothing of a real one. */
export function trialStage(
  { id, apiId }: Api,
  name: string,
  { variables, clientCertificateId }: Pick<TrialRequest, 'variables' | 'clientCertificateId'>,
): Stage {
  return {
    ...{ id: `${id}/${name}`, origin: NOWHERE, name, variables, clientCertificateId },
    arn: `arn:aws:apigateway:::/restapis/${apiId}/stages/${name}`,
    ...{ deploymentId: '', description: '', methodSettings: [], accessLog: null, tags: {} },
  };
}

async function whole(answer: Answer, log: TrialLog): Promise<Pick<Tried, 'status' | 'headers' | 'body'>> {
  const { status, headers, body } = answer;
  if (typeof body === 'string') return { status, headers, body };
  if (Buffer.isBuffer(body)) return { status, headers, body: body.toString() };
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for (let chunk = await body.pull(); chunk !== null; chunk = await body.pull()) {
      bytes += chunk.length;
      if (bytes > LARGEST) {
        body.drop();
        log.add(`The body is over ${LARGEST} bytes: what follows is left out`);
        break;
      }
      // What a source gives may be written over once the next is asked for.
      chunks.push(Buffer.from(chunk));
    }
  } catch (fault) {
    log.add(`The body broke off: ${fault instanceof Error ? fault.message : String(fault)}`);
  }
  return { status, headers, body: Buffer.concat(chunks).toString() };
}
