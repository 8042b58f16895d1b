import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import { Clock } from '../../../src/base/clock.ts';
import { NOWHERE } from '../../../src/base/origin.ts';
import type { LambdaFunction } from '../../../src/define/model/function.ts';
import { Functions, type FunctionsOptions } from '../../../src/functions/functions.ts';
import type { FunctionLog } from '../../../src/functions/log.ts';

/** A Node function with inline code; `over` says what is different. */
export function fn(inline: string, over: Partial<LambdaFunction> = {}): LambdaFunction {
  const name = over.name ?? 'greeter';
  return {
    id: `stack/${name}`,
    origin: NOWHERE,
    name,
    arn: arnOf(name),
    runtime: 'nodejs24.x',
    handler: 'index.handler',
    code: { inline },
    environment: {},
    timeoutMs: 3000,
    memoryMb: 128,
    reservedConcurrency: null,
    logGroup: `/aws/lambda/${name}`,
    aliases: ['live'],
    description: '',
    tags: {},
    ...over,
  };
}

export const arnOf = (name = 'greeter'): string => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;

export interface Running {
  readonly functions: Functions;
  readonly logs: FunctionLog[];
  readonly clock: Clock;
  /** Calls a function and gives the outcome, its payload parsed. */
  call(event?: unknown, arn?: string): Promise<{ outcome: string; value: unknown; durationMs: number }>;
  /** The texts of the log that hold `part`. */
  said(part: string): string[];
}

/** Functions that end with the test. */
export function running(
  t: TestContext,
  given: readonly LambdaFunction[],
  options: Partial<FunctionsOptions> = {},
): Running {
  const logs: FunctionLog[] = [];
  const clock = options.clock ?? Clock.byHand();
  const functions = new Functions({
    clock,
    region: 'us-east-1',
    accountId: '000000000000',
    log: (entry) => void logs.push(entry),
    ...options,
  });
  t.after(() => functions.close());
  functions.apply(given);
  return {
    functions,
    logs,
    clock,
    async call(event = {}, arn = given[0]!.arn) {
      const done = await functions.invoke(arn, JSON.stringify(event));
      const value = 'payload' in done ? JSON.parse(done.payload) : null;
      return { outcome: done.outcome, value, durationMs: 'durationMs' in done ? done.durationMs : -1 };
    },
    said: (part) => logs.map((l) => l.text).filter((text) => text.includes(part)),
  };
}

/** A folder of files that goes with the test. */
export function folder(t: TestContext, files: Record<string, string>, inside = tmpdir()): string {
  const root = mkdtempSync(join(inside, 'code-'));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
}
