import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import settings from '../cdk.json' with { type: 'json' };
import { exampleApp } from '../lib/example-app.ts';

/** The templates of all stacks by the stack's name, with these context values over those of `cdk.json`. */
export function synthesised(context: Readonly<Record<string, unknown>> = {}): Map<string, Template> {
  const outdir = mkdtempSync(join(tmpdir(), 'portcullis-synth-'));
  try {
    const app = exampleApp({ context: { ...settings.context, ...context }, outdir });
    const stacks = app.node.children.filter((child) => Stack.isStack(child));
    return new Map(stacks.map((stack) => [stack.stackName, Template.fromStack(stack)]));
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
