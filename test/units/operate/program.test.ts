import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { z } from 'zod';
import { type Command, command } from '../../../src/operate/cli/command.ts';
import commands from '../../../src/operate/cli/commands/index.ts';
import { runProgram } from '../../../src/operate/cli/program.ts';
import { paint } from '../../../src/operate/cli/terminal.ts';
import { EXIT, Halt } from '../../../src/operate/halt.ts';
import { temporaryFolder } from '../../folders.ts';

const greet = command({
  name: 'greet',
  shape: z.strictObject({
    names: z.array(z.string()).default([]).describe('Whom.'),
    times: z.coerce.number().int('must be a whole number').min(1).max(5).default(1).describe('How often.'),
    header: z.array(z.string()).default([]).describe('More.'),
    loud: z.boolean().default(false).describe('Shouts.'),
  }),
  summary: 'Greets.',
  operands: '[names...]',
  flags: { times: '--times <n>', header: '-H, --header <line>', loud: '--loud' },
  examples: ['portcullis greet you'],
  async run(input, terminal) {
    if (input.loud) throw new Halt(EXIT.address, 'too loud', ['Whisper.']);
    terminal.out(JSON.stringify(input));
    return EXIT.findings;
  },
});

async function run(line: string[], all: readonly Command<unknown>[] = [greet]) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await runProgram(all, line, '1.2.3', {
    out: (l) => out.push(l),
    err: (l) => err.push(l),
    paint: paint(false),
    tty: false,
    clear: () => {},
    columns: 100,
  });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

test('a command is given what its shape makes of its operands and flags', async () => {
  const { code, out } = await run(['greet', 'a', 'b', '--times', '3', '-H', 'x: 1', '--header', 'y: 2']);
  assert.equal(code, EXIT.findings);
  assert.deepEqual(JSON.parse(out), { names: ['a', 'b'], times: 3, header: ['x: 1', 'y: 2'], loud: false });
});

test('template parameters are taken from the command line, once or several times', async (t) => {
  const file = join(temporaryFolder(t), 'template.yaml');
  const parameter = (name: string) => `  ${name}: { Type: String, AllowedValues: [a, b] }`;
  writeFileSync(
    file,
    `Parameters:\n${parameter('One')}\n${parameter('Two')}\nResources: { L: { Type: AWS::Logs::LogGroup } }\n`,
  );
  const both = await run(['check', file, '--parameter', 'One=a', '--parameter', 'template:Two=b'], commands);
  assert.equal(both.code, EXIT.ok, both.out + both.err);
  const one = await run(['check', file, '--parameter', 'One=c'], commands);
  assert.equal(one.code, EXIT.findings);
  assert.match(one.out, /One .*c/);
  const none = await run(['check', file, '--parameter', 'One'], commands);
  assert.match(none.err, /--parameter: must be name=value/);
});

test('a value out of its bounds is a usage error that names the flag', async () => {
  const { code, err } = await run(['greet', '--times', 'many']);
  assert.equal(code, EXIT.usage);
  assert.match(err, /--times: must be a number\n/);
  assert.match(err, /greet --help/);
  assert.match((await run(['greet', '--times', '0'])).err, /--times: must be at least 1\n/);
  assert.match((await run(['greet', '--times', '6'])).err, /--times: must be at most 5\n/);
  assert.match((await run(['greet', '--times', '1.5'])).err, /--times: must be a whole number\n/);
});

test('an unknown flag and an unknown command are usage errors', async () => {
  assert.equal((await run(['greet', '--tmies', '3'])).code, EXIT.usage);
  assert.equal((await run(['great'])).code, EXIT.usage);
});

test('of a command that there is not, no help is given', async () => {
  const { code, err, out } = await run(['nonsense', '--help']);
  assert.equal(code, EXIT.usage);
  assert.match(err, /unknown command 'nonsense'/);
  assert.equal(out, '');
});

test('a halt prints its sentence and its advice and gives its exit code', async () => {
  const { code, err } = await run(['greet', '--loud']);
  assert.equal(code, EXIT.address);
  assert.equal(err, 'portcullis: too loud\n  Whisper.');
});

test('--help shows every field with its sentence, the default and an example', async () => {
  const { code, out } = await run(['greet', '--help']);
  assert.equal(code, EXIT.ok);
  for (const text of ['How often. (default: 1)', '-H, --header <line>', 'Shouts.', 'portcullis greet you']) {
    assert.ok(out.includes(text), text);
  }
});

test('no arguments show the list of commands and the exit codes', async () => {
  const { code, out } = await run([]);
  assert.equal(code, EXIT.ok);
  assert.match(out, /greet .*Greets\./);
  assert.match(out, /Exit codes/);
});

for (const kind of commands as readonly Command<unknown>[]) {
  test(`portcullis ${kind.name}: every field is an operand or a flag, says what it is, and there is an example`, () => {
    assert.ok(kind.shape instanceof z.ZodObject);
    const operands = kind.operands.split(' ').map((o) => o.replace(/[^\w-]/g, ''));
    for (const [key, field] of Object.entries(kind.shape.shape)) {
      assert.ok(operands.includes(key) || key in kind.flags, key);
      assert.ok((field as z.ZodType).description, `${key} says nothing`);
    }
    assert.ok(kind.examples.length > 0);
    for (const example of kind.examples) assert.match(example, new RegExp(`portcullis ${kind.name}\\b`));
  });
}
