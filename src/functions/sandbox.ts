import type { ChildProcess } from 'node:child_process';
import type { Duplex, Readable } from 'node:stream';
import { exited, failurePayload, timedOut } from './failure.ts';
import { FrameReader, frame, type Said } from './frames.ts';
import type { Invocation } from './invocation.ts';
import { responseBytes } from './limits.ts';
import type { LogLevel } from './log.ts';
import type { LogStream } from './log-stream.ts';
import { MemoryWatch, WATCH_MS } from './memory-watch.ts';
import { endGroup, killTree, signalGroup, startGroup } from './process-group.ts';

/** How to start a process of a function, and what bounds it. */
export interface SandboxPlan {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly memoryMb: number;
  readonly initMs: number;
  readonly stopMs: number;
}

/** One event for a process. */
export interface Call {
  readonly requestId: string;
  readonly arn: string;
  readonly version: string;
  readonly timeoutMs: number;
  readonly event: string;
}

/** How a call ended; `lost`: the process was dead before the call reached it, so another may take it. */
export type Ending = Exclude<Invocation, { outcome: 'throttled' | 'missing' }> | { readonly outcome: 'lost' };

/** What the owner of a process is told of it. */
export interface SandboxOwner {
  /** It can take a call: after it was loaded, and after each call. */
  free(sandbox: Sandbox): void;
  /** It could not be loaded; `ended` follows. */
  failed(sandbox: Sandbox, ending: Ending): void;
  ended(sandbox: Sandbox): void;
}

interface Under {
  readonly call: Call;
  readonly startedMs: number;
  readonly timer: NodeJS.Timeout;
  readonly resolve: (ending: Ending) => void;
  begun: boolean;
  answered: boolean;
}

/** One process that runs a function, one call at a time: what Lambda calls an execution environment. */
export class Sandbox {
  state: 'starting' | 'idle' | 'busy' | 'ended' = 'starting';
  /** To end as soon as it has no call: its function has changed or gone. */
  retired = false;
  /** By the gateway's clock: set by its owner. */
  idleSinceMs = 0;
  readonly #plan: SandboxPlan;
  readonly #log: LogStream;
  readonly #owner: SandboxOwner;
  readonly #child: ChildProcess;
  readonly #startedMs = performance.now();
  readonly #initTimer: NodeJS.Timeout;
  readonly #watch: NodeJS.Timeout;
  readonly #memory: MemoryWatch;
  #initMs = -1;
  #under: Under | null = null;
  #outOfMemory = false;
  readonly #gone = Promise.withResolvers<void>();

  /** Throws what keeps the system from making a process of it, where that is known at once. */
  constructor(plan: SandboxPlan, log: LogStream, owner: SandboxOwner) {
    this.#plan = plan;
    this.#log = log;
    this.#owner = owner;
    this.#memory = new MemoryWatch(plan.memoryMb);
    this.#child = startGroup(plan.command, plan.args, {
      cwd: plan.cwd,
      env: plan.env,
      stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe'],
    });
    this.#initTimer = setTimeout(() => this.#initTimedOut(), plan.initMs);
    this.#watch = setInterval(() => this.#weigh(), WATCH_MS);
    this.#watch.unref();
    if (this.#child.pid !== undefined) this.#listen();
    this.#child.once('error', () => this.#end(null, null));
    this.#child.once('exit', (code, signal) => {
      endGroup(this.#child);
      // What it wrote last may still be in the pipes; what its own children hold open is not waited for.
      const finish = (): void => {
        clearTimeout(grace);
        this.#child.removeListener('close', finish);
        this.#end(code, signal);
      };
      const grace = setTimeout(finish, 100);
      this.#child.once('close', finish);
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Runs one call; only while idle. */
  run(call: Call): Promise<Ending> {
    if (this.state !== 'idle') return Promise.resolve({ outcome: 'lost' });
    this.state = 'busy';
    this.#log.start(call.requestId, call.version);
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#timedOut(), call.timeoutMs);
      this.#under = { call, startedMs: performance.now(), timer, resolve, begun: false, answered: false };
      const { requestId: id, arn, version, timeoutMs } = call;
      this.#input?.write(frame({ id, arn, version, timeoutMs }, call.event));
    });
  }

  /** Ends the process: it is asked first, and then made to. Resolves when it is gone and its log is written. */
  end(): Promise<void> {
    if (this.state !== 'ended') {
      this.#input?.end();
      signalGroup(this.#child, 'SIGTERM');
      const kill = setTimeout(() => this.kill(), this.#plan.stopMs);
      this.#child.once('exit', () => clearTimeout(kill));
      if (this.state !== 'busy') this.state = 'ended';
    }
    return this.#gone.promise;
  }

  /** Ends the process, and what it has started, at once. */
  kill(): void {
    killTree(this.#child);
  }

  /** Absent when the system could not make pipes for a process. */
  get #input(): Duplex | undefined {
    return this.#child.stdio?.[3] as Duplex | undefined;
  }

  #listen(): void {
    const { stdout, stderr, stdio } = this.#child;
    stdout!.on('data', (chunk: Buffer) => this.#log.raw('stdout', chunk));
    stderr!.on('data', (chunk: Buffer) => {
      if (chunk.includes('JavaScript heap out of memory')) this.#outOfMemory = true;
      this.#log.raw('stderr', chunk);
    });
    const reader = new FrameReader(responseBytes + 65_536, (said, body) => this.#hear(said, body));
    const channel = stdio[4] as Readable;
    channel.on('data', (chunk: Buffer) => {
      if (!reader.push(chunk)) this.#babble();
    });
    // A pipe that breaks is told of by the exit of the process.
    for (const stream of [stdout!, stderr!, channel, this.#input!]) stream.on('error', () => undefined);
  }

  #hear(said: Said, body: string): void {
    const under = this.#under;
    if (said.say === 'log')
      this.#log.said(levels.has(said.level ?? '') ? (said.level as LogLevel) : 'INFO', body);
    else if (said.say === 'ready') this.#ready();
    else if (said.say === 'failed') this.#failed({ outcome: 'error', payload: body, durationMs: 0 });
    else if (said.say === 'over') return;
    else if (under === null) return;
    else if (said.id !== under.call.requestId || under.answered) this.#babble();
    else if (said.say === 'begun') under.begun = true;
    else this.#answered(under, said, body);
  }

  #ready(): void {
    if (this.state !== 'starting') return;
    clearTimeout(this.#initTimer);
    this.#initMs = performance.now() - this.#startedMs;
    this.state = 'idle';
    this.#owner.free(this);
  }

  #answered(under: Under, said: Said, body: string): void {
    const durationMs = performance.now() - under.startedMs;
    under.answered = true;
    this.#memory.mostBytes = said.rss ?? this.#memory.mostBytes;
    if (said.say === 'large') {
      this.#log.platform(
        `${under.call.requestId} Response payload size (${body} bytes) exceeded maximum allowed payload size (${responseBytes} bytes).`,
        'ERROR',
      );
    }
    clearTimeout(under.timer);
    // What the code wrote to standard output before it answered is read in this round of the event loop.
    setImmediate(() => {
      this.#settle(under, durationMs, said.dropped ?? 0);
      if (this.state === 'busy') {
        this.state = 'idle';
        this.#owner.free(this);
      }
      if (said.say === 'large') under.resolve({ outcome: 'too-large', side: 'response' });
      else if (said.say === 'answer') under.resolve({ outcome: 'answered', payload: body, durationMs });
      else under.resolve({ outcome: 'error', payload: body, durationMs });
    });
  }

  /** Writes the end of a call into the log; the second time it does nothing. */
  #settle(under: Under, durationMs: number, unsent: number, status = ''): void {
    if (this.#under !== under) return;
    this.#under = null;
    clearTimeout(under.timer);
    const { requestId } = under.call;
    const init = this.#initMs >= 0 ? `\tInit Duration: ${this.#initMs.toFixed(2)} ms` : '';
    this.#initMs = -1;
    this.#log.end(
      `REPORT RequestId: ${requestId}\tDuration: ${durationMs.toFixed(2)} ms\tBilled Duration: ${Math.ceil(durationMs)} ms\tMemory Size: ${this.#plan.memoryMb} MB\tMax Memory Used: ${Math.ceil(this.#memory.mostBytes / 1_048_576)} MB${init}${status}`,
      unsent,
    );
  }

  #timedOut(): void {
    const under = this.#under;
    if (under === null) return;
    const { requestId, timeoutMs } = under.call;
    this.state = 'ended';
    this.kill();
    this.#log.platform(`${requestId} Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`, 'ERROR');
    this.#settle(under, timeoutMs, 0, '\tStatus: timeout');
    under.resolve({ outcome: 'timeout', payload: timedOut(requestId, timeoutMs), durationMs: timeoutMs });
  }

  #initTimedOut(): void {
    const { initMs } = this.#plan;
    this.#log.platform(
      `INIT_REPORT Init Duration: ${initMs.toFixed(2)} ms\tPhase: init\tStatus: timeout`,
      'ERROR',
    );
    const payload = failurePayload(
      'Sandbox.Timedout',
      `Error: Task timed out: loading the code took longer than ${(initMs / 1000).toFixed(2)} seconds`,
    );
    this.#failed({ outcome: 'timeout', payload, durationMs: initMs });
    this.kill();
  }

  #failed(ending: Ending): void {
    if (this.state !== 'starting') return;
    clearTimeout(this.#initTimer);
    this.state = 'ended';
    this.#owner.failed(this, ending);
  }

  /** Something that is not a frame, or an answer nobody asked for: the process can no longer be understood. */
  #babble(): void {
    const under = this.#under;
    const payload = failurePayload('Runtime.InvalidResponse', 'the code wrote to the channel of its runtime');
    this.kill();
    if (this.state === 'starting') this.#failed({ outcome: 'error', payload, durationMs: 0 });
    this.state = 'ended';
    if (under === null) return;
    const durationMs = performance.now() - under.startedMs;
    this.#settle(under, durationMs, 0, '\tStatus: error\tError Type: Runtime.InvalidResponse');
    if (!under.answered) under.resolve({ outcome: 'error', payload, durationMs });
  }

  /** Ends a process that holds more than it may. */
  #weigh(): void {
    const { pid } = this.#child;
    if (pid === undefined) return;
    const idle = this.state === 'idle';
    const bytes = this.#memory.excess(pid, idle, this.#under?.startedMs ?? this.#startedMs);
    if (bytes === 0) return;
    this.#outOfMemory = true;
    if (idle) {
      this.state = 'ended';
      const heldMb = Math.ceil(bytes / 1_048_576);
      this.#log.platform(
        `Memory Size: ${this.#plan.memoryMb} MB\tbetween two calls the process holds ${heldMb} MB and is ended`,
        'ERROR',
      );
    }
    this.kill();
  }

  #end(code: number | null, signal: NodeJS.Signals | null): void {
    clearTimeout(this.#initTimer);
    clearInterval(this.#watch);
    const under = this.#under;
    if (under !== null) {
      const durationMs = performance.now() - under.startedMs;
      const payload = exited(under.call.requestId, code, signal, this.#outOfMemory);
      const status = under.answered ? '' : '\tStatus: error\tError Type: Runtime.ExitError';
      if (under.begun && !under.answered) this.#log.platform(JSON.parse(payload).errorMessage, 'ERROR');
      this.#settle(under, durationMs, 0, status);
      // One that has answered resolves by itself, with its answer.
      if (!under.answered)
        under.resolve(under.begun ? { outcome: 'error', payload, durationMs } : { outcome: 'lost' });
    }
    this.#failed({
      outcome: 'error',
      payload: exited('', code, signal, this.#outOfMemory),
      durationMs: performance.now() - this.#startedMs,
    });
    this.state = 'ended';
    this.#owner.ended(this);
    this.#gone.resolve();
  }
}

const levels = new Set(['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL']);
