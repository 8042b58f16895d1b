import { type Decision, refuse } from '../../../../base/decision.ts';
import type { Exchange } from '../../../../base/exchange.ts';
import { mayAuthorize } from '../../../../define/model/permission.ts';
import type { Invocation } from '../../../../functions/invocation.ts';
import type { Given } from '../../given.ts';
import type { Site } from '../../layer.ts';
import type { AuthorizerAt, Verdict } from '../authorizer.ts';
import { flushBytes, flushCell } from '../flush.ts';
import { conditionKeys } from '../policy/keys.ts';
import type { Requested } from '../policy/requested.ts';
import { Answers, digestOf } from './answers.ts';
import { type Output, type OutputForm, readOutput } from './output.ts';

/** An authorizer that is a function, whatever its events look like. */
export interface LambdaSettings {
  readonly functionArn: string;
  readonly role: string;
  readonly ttlSeconds: number;
}

/** What differs between the kinds of such authorizers. */
export interface LambdaForm {
  readonly simple: boolean;
  readonly nested: boolean;
  /** How long the function may take, in milliseconds. */
  readonly timeoutMs: number;
}

/** How a question ended: with an answer, or with the refusal that stands for any other end. */
type Outcome = Output | Decision;

/**
 * A function that is asked who calls, and what it answered: kept by identity, judged anew for every method.
 * Questions about one identity that come at once are asked once. What goes wrong is not kept.
 */
export class LambdaAuthorizer {
  readonly #given: Given;
  readonly #settings: LambdaSettings;
  readonly #form: LambdaForm;
  readonly #output: OutputForm;
  readonly #answers = new Answers<Output>();
  readonly #underWay = new Map<string, Promise<Outcome>>();
  readonly #unauthorized: Decision;
  readonly #failed: Decision;
  readonly #misconfigured: Decision;
  readonly #forbidden: Decision;
  readonly #isForbidden: boolean;
  /** Counts up in shared memory whenever the answers of the stage are to be forgotten. */
  readonly #flushed: Int32Array;
  #flushedBefore: number;

  constructor(settings: LambdaSettings, form: LambdaForm, at: AuthorizerAt, given: Given) {
    this.#settings = settings;
    this.#form = form;
    this.#given = given;
    this.#output = { by: at.by, keys: conditionKeys(at.site), simple: form.simple, nested: form.nested };
    this.#unauthorized = refuse('UNAUTHORIZED', at.by);
    this.#failed = refuse('AUTHORIZER_FAILURE', at.by);
    this.#forbidden = refuse('FORBIDDEN', at.by);
    this.#misconfigured = refuse('AUTHORIZER_CONFIGURATION_ERROR', at.by);
    const named = at.site.api.authorizers?.find((candidate) => candidate.id === at.by);
    this.#isForbidden =
      settings.role === '' &&
      named !== undefined &&
      !mayAuthorize(given.definition.functions, settings.functionArn, at.site.api, named);
    this.#flushed = new Int32Array(given.cells(flushCell(at.site.stage.id), flushBytes));
    this.#flushedBefore = Atomics.load(this.#flushed, 0);
  }

  /** The refusal of a caller who shows no identity, or one that cannot be right. */
  get unauthorized(): Decision {
    return this.#unauthorized;
  }

  /** The digest an identity is kept under; '' when answers are not kept. */
  keyOf(identity: readonly (readonly string[])[]): string {
    return this.#settings.ttlSeconds === 0 || identity.length === 0 ? '' : digestOf(identity);
  }

  /** Asks about a request. `event` is called only when the function is. */
  ask(
    x: Exchange,
    site: Site,
    requested: Requested,
    key: string,
    event: (x: Exchange, site: Site, arn: string) => string,
  ): Verdict | Promise<Verdict> {
    if (this.#isForbidden) return this.#misconfigured;
    const started = this.#given.clock.steady();
    if (key !== '') {
      this.#forget();
      const kept = this.#answers.get(key, started);
      if (kept !== undefined) {
        x.authorizerMs = 0;
        return this.#judged(kept, x, requested);
      }
    }
    const underWay = key === '' ? undefined : this.#underWay.get(key);
    const asked = underWay ?? this.#begin(event(x, site, requested.arn), key);
    return asked.then((outcome) => {
      x.authorizerMs = this.#given.clock.steady() - started;
      return this.#judged(outcome, x, requested);
    });
  }

  #begin(event: string, key: string): Promise<Outcome> {
    if (key === '') return this.#invoke(event, null);
    const flushedBefore = this.#flushedBefore;
    const asked = this.#invoke(event, (output, characters) => {
      // What was asked before a flush is not kept behind it.
      if (this.#flushedBefore !== flushedBefore) return;
      const until = this.#given.clock.steady() + this.#settings.ttlSeconds * 1000;
      this.#answers.put(key, output, characters, until);
    }).finally(() => {
      if (this.#underWay.get(key) === asked) this.#underWay.delete(key);
    });
    this.#underWay.set(key, asked);
    return asked;
  }

  /** Waits for the function, but not past its time: what it answers later, nobody sees. Never rejects. */
  #invoke(event: string, keep: ((output: Output, characters: number) => void) | null): Promise<Outcome> {
    const { clock, invoke } = this.#given;
    return new Promise((resolve) => {
      let settled = false;
      const settle = (outcome: Outcome): void => {
        settled = true;
        clearTimeout(timer);
        resolve(outcome);
      };
      const timer = setTimeout(() => settle(this.#failed), clock.wall(this.#form.timeoutMs));
      invoke(this.#settings.functionArn, event).then(
        (invocation) => {
          const outcome = this.#read(invocation);
          if (!settled && 'policy' in outcome && invocation.outcome === 'answered')
            keep?.(outcome, invocation.payload.length);
          settle(outcome);
        },
        () => settle(this.#misconfigured),
      );
    });
  }

  #read(invocation: Invocation): Outcome {
    switch (invocation.outcome) {
      case 'answered': {
        const output = readOutput(invocation.payload, this.#output);
        return typeof output === 'string' ? this.#misconfigured : output;
      }
      case 'error':
        return isUnauthorized(invocation.payload) ? this.#unauthorized : this.#failed;
      case 'timeout':
        return this.#failed;
      default:
        return this.#misconfigured;
    }
  }

  #judged(outcome: Outcome, x: Exchange, requested: Requested): Verdict {
    if (!('policy' in outcome)) return outcome;
    x.caller = outcome.caller;
    const said = outcome.policy(x, requested);
    // "Lambda authorizers" of HTTP APIs: no is no, and there is no policy that could say otherwise.
    return this.#form.simple && said !== 'allow' ? this.#forbidden : said;
  }

  #forget(): void {
    const flushed = Atomics.load(this.#flushed, 0);
    if (flushed === this.#flushedBefore) return;
    this.#flushedBefore = flushed;
    this.#answers.clear();
    this.#underWay.clear();
  }
}

/** A function that means 401 throws an error whose message is that very word. */
function isUnauthorized(payload: string): boolean {
  try {
    return (JSON.parse(payload) as { errorMessage?: unknown }).errorMessage === 'Unauthorized';
  } catch {
    return false;
  }
}
