import { type Decision, PASS, refuse } from '../../base/decision.ts';
import type { Exchange } from '../../base/exchange.ts';
import type { Answer } from '../../base/wire.ts';
import { walk } from '../decide/decide.ts';
import type { Reserved } from '../decide/waf/waf.ts';
import { finish } from '../finish/finish.ts';
import { faultAnswer, gatewayAnswer } from '../finish/gateway-answer.ts';
import type { MethodPlan, Pipeline } from './compile.ts';

const unknownApi = refuse('FORBIDDEN', '');
const unknownRoute = refuse('MISSING_AUTHENTICATION_TOKEN', '');

/** What the journey needs of the worker it runs in. */
export interface Journey {
  /** The pipeline in force: read once, when a request begins. */
  readonly pipeline: Pipeline;
  /** Writes the one event of a request. */
  record(x: Exchange, decision: Decision): void;
}

/**
 * The whole journey of one request. Two promises hold for each: what breaks, refuses; and what happened is
 * recorded, exactly once. No promise is made for a request that is refused without waiting.
 */
export function serve(x: Exchange, journey: Journey): void {
  try {
    if (x.fault !== null) throw x.fault;
    const { reserved } = journey.pipeline;
    if (reserved?.takes(x)) return void attend(x, journey, reserved);
    const decided = decide(x, journey.pipeline);
    if (decided instanceof Promise) void travel(x, journey, decided);
    else if (decided.verdict === PASS) void travel(x, journey, decided);
    else end(x, journey, decided.verdict, gatewayAnswer(x, decided.verdict));
  } catch (fault) {
    failed(x, journey, fault);
  }
}

/** A verdict, and the method it was reached for. */
export interface Decided {
  readonly verdict: Decision;
  readonly method: MethodPlan | null;
}

/** Walks the layers: all of a request's journey that decides, and nothing that answers. */
export function decide(x: Exchange, pipeline: Pipeline): Decided | Promise<Decided> {
  const stage = pipeline.locate(x);
  if (stage === null) return { verdict: unknownApi, method: null };
  x.logged = stage.logged;
  x.refusals = stage.refusals;
  const before = walk(stage.before, x);
  const route = (verdict: Decision): Decided | Promise<Decided> => {
    if (verdict !== PASS) return { verdict, method: null };
    const method = stage.route(x);
    if (method === null) return { verdict: unknownRoute, method };
    const after = walk(method.after, x);
    return after instanceof Promise
      ? after.then((v) => ({ verdict: v, method }))
      : { verdict: after, method };
  };
  return before instanceof Promise ? before.then(route) : route(before);
}

/** Answers what is for the gateway itself, and for no API. */
async function attend(x: Exchange, journey: Journey, reserved: Reserved): Promise<void> {
  try {
    await finish(x, await reserved.answer(x));
    journey.record(x, PASS);
  } catch (fault) {
    failed(x, journey, fault);
  }
}

async function travel(x: Exchange, journey: Journey, decided: Decided | Promise<Decided>): Promise<void> {
  try {
    const { verdict, method } = decided instanceof Promise ? await decided : decided;
    const answer = verdict === PASS ? watched(x, await method!.dispatch(x)) : gatewayAnswer(x, verdict);
    await finish(x, answer);
    journey.record(x, verdict);
  } catch (fault) {
    failed(x, journey, fault);
  }
}

const watched = (x: Exchange, answer: Answer): Answer => (x.watch === null ? answer : x.watch(answer));

function end(x: Exchange, journey: Journey, verdict: Decision, answer: Answer): void {
  const sent = finish(x, answer);
  if (sent instanceof Promise) {
    sent.then(
      () => journey.record(x, verdict),
      (fault) => failed(x, journey, fault),
    );
  } else journey.record(x, verdict);
}

/** The one place where faults end: an answer if none has begun, a cut connection if one has, and the event. */
function failed(x: Exchange, journey: Journey, fault: unknown): void {
  x.fault = fault;
  const { decision, answer } = faultAnswer(x, fault);
  try {
    if (x.wire.answered) x.wire.cut();
    else void finish(x, answer);
  } catch {
    x.wire.cut();
  } finally {
    journey.record(x, decision);
  }
}
