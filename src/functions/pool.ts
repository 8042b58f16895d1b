import { randomBytes } from 'node:crypto';
import type { Clock } from '../base/clock.ts';
import type { LambdaFunction } from '../define/model/function.ts';
import { failurePayload } from './failure.ts';
import type { Invocation } from './invocation.ts';
import type { FunctionLog } from './log.ts';
import { LogStream, logStreamName } from './log-stream.ts';
import type { Quota } from './quota.ts';
import { type Call, type Ending, Sandbox, type SandboxOwner, type SandboxPlan } from './sandbox.ts';
import type { Warden } from './warden.ts';

/** A function ready to run: what its processes are started with. */
export interface Runnable {
  readonly fn: LambdaFunction;
  /** Equal marks: processes of the one serve the other. */
  readonly mark: string;
  plan(logStream: string): SandboxPlan;
}

/** What the processes of all functions share. */
export interface PoolSurroundings {
  readonly clock: Clock;
  readonly quota: Quota;
  readonly warden: Warden;
  log(entry: FunctionLog): void;
}

interface Waiting {
  readonly call: Call;
  readonly resolve: (invocation: Invocation) => void;
  timer: NodeJS.Timeout | null;
  sinceMs: number;
  tries: number;
}

const THROTTLED: Invocation = Object.freeze({ outcome: 'throttled' });
/** A process that dies before a call reaches it costs the call nothing; this many in a row mean something else. */
const MOST_TRIES = 5;
const PATIENCE_MS = 50;

/** The processes of one function, and the calls that wait for one. */
export class Pool implements SandboxOwner {
  readonly #around: PoolSurroundings;
  #run: Runnable;
  readonly #all = new Set<Sandbox>();
  readonly #starting = new Set<Sandbox>();
  /** The one used last stands last, and is used first: so that the others can go. */
  readonly #idle: Sandbox[] = [];
  readonly #queue: Waiting[] = [];
  #underWay = 0;
  /** How long a call takes, the latest ones counting most. */
  #usualMs = Infinity;
  #patience: NodeJS.Timeout | null = null;
  #next: NodeJS.Immediate | null = null;
  #closed = false;

  constructor(runnable: Runnable, around: PoolSurroundings) {
    this.#run = runnable;
    this.#around = around;
  }

  get fn(): LambdaFunction {
    return this.#run.fn;
  }

  get sandboxes(): ReadonlySet<Sandbox> {
    return this.#all;
  }

  /** True once it was removed and its last process has ended. */
  get done(): boolean {
    return this.#closed && this.#all.size === 0;
  }

  /** Runs a call in a process of its own, waiting for one if need be. */
  invoke(call: Call): Promise<Invocation> {
    const { quota } = this.#around;
    const reserved = this.fn.reservedConcurrency;
    const characters = call.event.length;
    // Events are as long as callers like, and stay here also when those have gone.
    if (quota.events > 0 && quota.events + characters > quota.limits.eventsInAll)
      return Promise.resolve(THROTTLED);
    if (reserved === null ? quota.unreserved >= quota.limits.unreserved : this.#underWay >= reserved) {
      return Promise.resolve(THROTTLED);
    }
    quota.events += characters;
    this.#underWay++;
    if (reserved === null) quota.unreserved++;
    return new Promise((resolve) => {
      const settle = (invocation: Invocation): void => {
        quota.events -= characters;
        this.#underWay--;
        if (reserved === null) quota.unreserved--;
        resolve(invocation);
      };
      this.#give({ call, resolve: settle, timer: null, sinceMs: 0, tries: 0 });
    });
  }

  /** Takes over another form of the function. Its processes stay when their code and surroundings did. */
  change(runnable: Runnable): void {
    const stays = runnable.mark === this.#run.mark;
    this.#run = runnable;
    if (!stays) this.#retire();
    this.grow();
  }

  /** Ends it: who waits is told that the function has gone, who runs may finish. */
  remove(): void {
    this.#closed = true;
    if (this.#patience !== null) clearTimeout(this.#patience);
    if (this.#next !== null) clearImmediate(this.#next);
    this.#answerWaiting({ outcome: 'missing', message: `${this.fn.name} has been removed` });
    this.#retire();
  }

  /**
   * Starts as many processes as calls are waiting for, and the quota allows. Past the first few it waits while
   * those that are warm can be expected to be done with the burst before another process has started: 1 000
   * quick calls at once take half the time that way. One is started in each turn.
   */
  grow(): void {
    if (this.#next !== null || this.#closed || this.#queue.length <= this.#starting.size) return;
    const { quota } = this.#around;
    const waitedMs = performance.now() - this.#queue[0]!.sinceMs;
    if (this.#all.size >= quota.limits.starting && !this.#takesLong(waitedMs)) {
      this.#patience ??= setTimeout(() => this.#growAgain(), PATIENCE_MS);
      return;
    }
    if (!quota.claim()) return;
    this.#start();
    // To start one holds this thread up for some milliseconds, in which no call of any function is answered.
    this.#next = setImmediate(() => {
      this.#next = null;
      this.grow();
    });
  }

  #takesLong(waitedMs: number): boolean {
    const expectedMs = (this.#queue.length * this.#usualMs) / this.#all.size;
    return waitedMs >= (expectedMs >= 3 * PATIENCE_MS ? PATIENCE_MS : 5 * PATIENCE_MS);
  }

  #growAgain(): void {
    this.#patience = null;
    this.grow();
  }

  /** The process that has been idle for longest, by the gateway's clock. */
  get oldestIdle(): Sandbox | undefined {
    return this.#idle[0];
  }

  /** Ends a process that is idle. */
  dismiss(sandbox: Sandbox): void {
    const at = this.#idle.indexOf(sandbox);
    if (at >= 0) this.#idle.splice(at, 1);
    void sandbox.end();
  }

  free(sandbox: Sandbox): void {
    const started = this.#starting.delete(sandbox);
    const next = sandbox.retired ? undefined : this.#queue.shift();
    if (sandbox.retired) void sandbox.end();
    else if (next === undefined) {
      sandbox.idleSinceMs = this.#around.clock.steady();
      this.#idle.push(sandbox);
      this.#around.quota.idle();
    } else this.#assign(sandbox, next);
    if (started) this.#around.quota.started();
  }

  failed(sandbox: Sandbox, ending: Ending): void {
    if (this.#starting.delete(sandbox)) this.#around.quota.started();
    // The next process would fail as this one did: whoever waits now need not wait for that.
    if (!sandbox.retired && ending.outcome !== 'lost') this.#answerWaiting(ending);
  }

  ended(sandbox: Sandbox): void {
    this.#all.delete(sandbox);
    if (sandbox.pid !== undefined) this.#around.warden.leave(sandbox.pid);
    const at = this.#idle.indexOf(sandbox);
    if (at >= 0) this.#idle.splice(at, 1);
    if (this.#starting.delete(sandbox)) this.#around.quota.started();
    this.#around.quota.ended();
  }

  #start(): void {
    const { clock, quota, log } = this.#around;
    const { fn } = this;
    const logStream = logStreamName(clock.now(), randomBytes(16).toString('hex'));
    const { entryBytes, invocationBytes } = quota.limits;
    const target = {
      functionName: fn.name,
      logGroup: fn.logGroup,
      logStream,
      clock,
      entryBytes,
      invocationBytes,
    };
    const stream = new LogStream({ ...target, log });
    let sandbox: Sandbox;
    try {
      sandbox = new Sandbox(this.#run.plan(logStream), stream, this);
    } catch (fault) {
      this.#unstarted(stream, fault as Error);
      return;
    }
    // Not only once a call takes long: a gateway may be killed in the first moment of code that never returns.
    if (sandbox.pid !== undefined) this.#around.warden.watch(sandbox.pid, logStream);
    this.#all.add(sandbox);
    this.#starting.add(sandbox);
  }

  /** An environment that is too long, or memory that there is not: nobody waits for what does not come. */
  #unstarted(stream: LogStream, fault: Error): void {
    const message = 'Error: the process of the runtime could not be started';
    stream.platform(`${message}: ${fault.message.replace(/\p{Cc}/gu, ' ')}`, 'ERROR');
    const payload = failurePayload('Runtime.ExitError', message);
    this.#around.quota.started();
    this.#around.quota.ended();
    this.#answerWaiting({ outcome: 'error', payload, durationMs: 0 });
  }

  #give(waiting: Waiting): void {
    const sandbox = this.#idle.pop();
    if (sandbox !== undefined) this.#assign(sandbox, waiting);
    else {
      waiting.timer ??= setTimeout(() => this.#tooLong(waiting), this.#around.quota.limits.waitMs);
      waiting.sinceMs = performance.now();
      this.#queue.push(waiting);
      this.grow();
    }
  }

  #assign(sandbox: Sandbox, waiting: Waiting): void {
    if (waiting.timer !== null) clearTimeout(waiting.timer);
    waiting.timer = null;
    void sandbox.run(waiting.call).then((ending) => {
      if ('durationMs' in ending) {
        const before = this.#usualMs === Infinity ? ending.durationMs : this.#usualMs;
        this.#usualMs = before + (ending.durationMs - before) / 8;
      }
      if (ending.outcome !== 'lost') waiting.resolve(ending);
      else if (this.#closed)
        waiting.resolve({ outcome: 'missing', message: `${this.fn.name} has been removed` });
      else if (++waiting.tries < MOST_TRIES) this.#give(waiting);
      else {
        const payload = failurePayload(
          'Runtime.ExitError',
          'the processes of the function end before they are asked',
        );
        waiting.resolve({ outcome: 'error', payload, durationMs: 0 });
      }
    });
  }

  #tooLong(waiting: Waiting): void {
    const at = this.#queue.indexOf(waiting);
    if (at < 0) return;
    this.#queue.splice(at, 1);
    waiting.resolve(THROTTLED);
  }

  #answerWaiting(invocation: Invocation): void {
    for (const waiting of this.#queue.splice(0)) {
      if (waiting.timer !== null) clearTimeout(waiting.timer);
      waiting.resolve(invocation);
    }
  }

  #retire(): void {
    for (const sandbox of this.#all) {
      sandbox.retired = true;
      if (sandbox.state !== 'busy') void sandbox.end();
    }
    this.#idle.length = 0;
  }
}
