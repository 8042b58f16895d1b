import type { Clock } from '../../base/clock.ts';
import { type Decision, PASS } from '../../base/decision.ts';
import type { Exchange, WafOutcome } from '../../base/exchange.ts';
import type { Fault } from '../../base/fault.ts';
import type { Step, Trace } from '../../base/trace.ts';
import type { Answer } from '../../base/wire.ts';
import { faultAnswer, gatewayAnswer } from '../finish/gateway-answer.ts';
import type { MethodPlan, Pipeline } from './compile.ts';
import { type PaperRequest, paperExchange } from './paper.ts';
import { decide } from './serve.ts';

/** What would become of a request, and why. */
export interface Explanation {
  readonly decision: Decision;
  /** What the caller would get; null when the request would be passed on, and the integration would answer. */
  readonly answer: {
    readonly status: number;
    readonly headers: readonly string[];
    readonly body: string;
  } | null;
  /** The element ids it got to; '' where it did not. */
  readonly api: string;
  readonly stage: string;
  readonly operation: string;
  readonly resourcePath: string;
  readonly labels: readonly string[];
  /** What the web ACL did, those rules among it that only counted; null when none looked. */
  readonly waf: WafOutcome | null;
  /** The walk in order, nested as the things are. */
  readonly steps: readonly Step[];
}

/**
 * Walks a request over a pipeline that was compiled with `tracing`. Nothing is sent on, and limits are looked
 * at and not used up. Null when the client's address cannot be read.
 */
export async function explain(
  pipeline: Pipeline,
  request: PaperRequest,
  clock: Clock,
): Promise<Explanation | null> {
  const x = paperExchange(request, clock.now());
  if (x === null) return null;
  if (x.fault !== null) {
    const fault = x.fault as Fault;
    // What stands behind a space is read as the version: true of the bytes, and no help to whoever wrote the address.
    const spaced = /^[!-~]+ [ -~]*$/.test(x.target);
    const why = spaced ? 'there is a space in its address; %20 would stand for one' : fault.message;
    return unread(x, fault, 'head', `The port turns it away (${fault.code}): ${why}.`);
  }
  if (pipeline.reserved?.takes(x)) return ownPath(x);
  const { verdict, method } = await decide(x, pipeline);
  if (verdict === PASS) integration(method!, x.trace!);
  return {
    decision: verdict,
    answer: verdict === PASS ? null : textOf(gatewayAnswer(x, verdict)),
    api: x.api,
    stage: x.stage,
    operation: x.operation,
    resourcePath: x.resourcePath,
    labels: x.labels ?? [],
    waf: x.waf,
    steps: x.trace!.steps,
  };
}

/** Whether a request would come to a method of an API at all, whatever the layers make of it. */
export function reaches(pipeline: Pipeline, request: PaperRequest, clock: Clock): boolean {
  const x = paperExchange(request, clock.now());
  if (x === null || x.fault !== null) return false;
  const stage = pipeline.locate(x);
  return stage !== null && stage.route(x) !== null;
}

/**
 * Says what the port made of a request whose bytes it could not read, and which are not kept: what is left of them would
 * walk another way. Null when the client's address cannot be read.
 */
export function explainUnread(request: PaperRequest, fault: Fault, clock: Clock): Explanation | null {
  const x = paperExchange(request, clock.now());
  if (x === null) return null;
  return unread(
    x,
    fault,
    '',
    `The port turned it away (${fault.code}): ${fault.message}. Its bytes are not kept.`,
  );
}

/** A request that the port itself turns away, before any layer sees it. */
function unread(x: Exchange, fault: Fault, part: string, because: string): Explanation {
  const { decision, answer } = faultAnswer(x, fault);
  const step = x.trace!.open('request', part);
  x.trace!.close(step, { looked: { target: x.target }, outcome: 'not read', because });
  return {
    decision,
    answer: textOf(answer),
    api: '',
    stage: '',
    operation: '',
    resourcePath: '',
    labels: [],
    waf: null,
    steps: x.trace!.steps,
  };
}

/** A request for the gateway itself meets no layer. */
function ownPath(x: Exchange): Explanation {
  const step = x.trace!.open('address', 'reserved path');
  x.trace!.close(step, {
    looked: { path: x.path },
    outcome: 'found',
    because:
      'The gateway answers here itself: challenges and puzzles (settings.tokens.path), or what a protected resource is.',
  });
  const { api, stage, operation, resourcePath } = x;
  return {
    decision: PASS,
    answer: null,
    api,
    stage,
    operation,
    resourcePath,
    labels: [],
    waf: null,
    steps: x.trace!.steps,
  };
}

/** The last line of a walk that got through: who would be asked. */
function integration(plan: MethodPlan, trace: Trace): void {
  const { method } = plan;
  trace.close(trace.open('integration', method.integration.type, method.id), {
    looked: {},
    outcome: 'not asked',
    because: 'The request would be sent on now; in an explanation it is not.',
  });
}

/** The answers of the gateway itself are never streamed. */
function textOf(answer: Answer): Explanation['answer'] {
  const { status, headers, body } = answer;
  const text = typeof body === 'string' ? body : Buffer.isBuffer(body) ? body.toString() : '';
  return { status, headers, body: text };
}
