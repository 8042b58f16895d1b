import type { Exchange, Logged, Refusals } from '../../base/exchange.ts';
import type { Answer } from '../../base/wire.ts';
import type { Api, Method, Resource, Stage } from '../../define/model/api.ts';
import type { Definition } from '../../define/model/definition.ts';
import { protectedResources } from '../decide/authorize/authorize.ts';
import type { Given } from '../decide/given.ts';
import type { Placed, Site } from '../decide/layer.ts';
import { loggedAt } from '../decide/logged.ts';
import { locate, router } from '../decide/route/route.ts';
import type { Decide } from '../decide/step.ts';
import { admitsToHost, challengeAnswers } from '../decide/tls/tls.ts';
import { watching } from '../decide/validate/validate.ts';
import { type Reserved, reception } from '../decide/waf/waf.ts';
import { integrate } from '../dispatch/dispatch.ts';
import { compressing } from '../finish/compress.ts';
import { compileRefusals } from '../finish/custom/refusals.ts';
import { afterRouting, beforeRouting } from './journey.ts';

/** Everything one generation of the definition asks of a request, compiled. */
export interface Pipeline {
  readonly generation: number;
  /** What the gateway answers itself on every host; null when there is nothing. */
  readonly reserved: Reserved | null;
  /** The stage a request is addressed to; null when there is none. Fills in what the exchange learns by it. */
  locate(x: Exchange): StagePlan | null;
}

/** A stage, compiled: what stands in front of it, and which method a request is for. */
export interface StagePlan {
  readonly api: Api;
  readonly stage: Stage;
  readonly before: readonly Decide[];
  /** What events are to carry for the access log. */
  readonly logged: readonly Logged[];
  /** The form of its refusals; null: API Gateway's own. */
  readonly refusals: Refusals | null;
  /** The method a request is for; null when there is none. */
  route(x: Exchange): MethodPlan | null;
}

/** A method, compiled: what stands in front of its integration, and the integration. */
export interface MethodPlan {
  readonly resource: Resource;
  readonly method: Method;
  readonly after: readonly Decide[];
  dispatch(x: Exchange): Answer | Promise<Answer>;
}

/** Compiles a definition. Throws only on a bug: a definition that reached here has been checked. */
export function compile(given: Given): Pipeline {
  const { definition } = given;
  const plans = definition.apis.flatMap((api) =>
    api.stages.map((stage) => ({ api, stage, plan: stagePlan(api, stage, given) })),
  );
  return {
    generation: definition.generation,
    // An authority asks for its challenge in plain text, and has no certificate.
    reserved: reservedOf([
      challengeAnswers(given),
      toAdmitted(reservedOf([reception(given), protectedResources(definition)]), definition),
    ]),
    locate: locate(plans, given),
  };
}

/** What the gateway answers itself, whoever of these takes it; null when there is nothing. */
function reservedOf(parts: readonly (Reserved | null)[]): Reserved | null {
  const there = parts.filter((part) => part !== null);
  if (there.length < 2) return there[0] ?? null;
  return {
    takes: (x) => there.some((part) => part.takes(x)),
    answer: (x) => there.find((part) => part.takes(x))!.answer(x),
  };
}

/** The rest goes the way of every request, and is refused there. */
function toAdmitted(part: Reserved | null, definition: Definition): Reserved | null {
  const admits = admitsToHost(definition);
  if (part === null || admits === null) return part;
  return { takes: (x) => part.takes(x) && admits(x), answer: (x) => part.answer(x) };
}

function stagePlan(api: Api, stage: Stage, given: Given): StagePlan {
  const site: Site = { definition: given.definition, api, stage, resource: null, method: null };
  const methods = api.resources.flatMap((resource) =>
    resource.methods.map((method): MethodPlan => {
      const at: Site = { ...site, resource, method };
      return { resource, method, after: steps(afterRouting, at, given), dispatch: watched(at, given) };
    }),
  );
  return {
    api,
    stage,
    before: steps(beforeRouting, site, given),
    logged: loggedAt(site),
    refusals: compileRefusals(site),
    route: router(methods, given),
  };
}

const steps = (layers: readonly Placed[], site: Site, given: Given): Decide[] =>
  layers.flatMap((layer) => layer.steps(site, given));

/** What answers a method, and what is done with its answers on their way out. */
function watched(at: Site, given: Given): MethodPlan['dispatch'] {
  const dispatch = integrate(at, given);
  const watch = watching(at, given);
  const compress = compressing(at.api);
  if (watch === null && compress === null) return dispatch;
  return async (x) => {
    const answer = await dispatch(x);
    const seen = watch === null ? answer : watch(x, answer);
    return compress === null ? seen : compress(x, seen);
  };
}
