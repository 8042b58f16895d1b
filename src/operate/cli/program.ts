import { CommanderError, Option, Command as Program } from 'commander';
import { z } from 'zod';
import { EXIT, Halt } from '../halt.ts';
import type { Command } from './command.ts';
import type { Terminal } from './terminal.ts';

/** Runs one command line (without `node` and the script) and gives the exit code. Never rejects. */
export async function runProgram(
  commands: readonly Command<unknown>[],
  line: readonly string[],
  version: string,
  terminal: Terminal,
): Promise<number> {
  let exitCode: number = EXIT.ok;
  const program = new Program('portcullis')
    .description('AWS API Gateway and AWS WAF protection for HTTP APIs, enforced anywhere.')
    .version(version, '-V, --version', 'Prints the version.')
    .showHelpAfterError('  Add --help to see what may be given.')
    .configureOutput({
      writeOut: (text) => terminal.out(text.trimEnd()),
      writeErr: (text) => terminal.err(text.trimEnd()),
      outputError: (text, write) =>
        write(
          text.replace(/^error:/, terminal.paint.red('portcullis:')).replace(/^\(Did you/gm, '  (Did you'),
        ),
    })
    .helpOption('-h, --help', 'Shows what may be given.')
    .helpCommand('help [command]', 'Shows what may be given to a command.')
    .exitOverride();
  for (const kind of commands) {
    add(program, kind).action(async (...given: unknown[]) => {
      const of = given.at(-1) as Program;
      exitCode = await kind.run(read(kind, of), terminal);
    });
  }
  program.addHelpText('after', exitCodes);
  try {
    await program.parseAsync(asked(commands, line), { from: 'user' });
    return exitCode;
  } catch (fault) {
    return ended(fault, terminal);
  }
}

/** The line as it is read: nothing asks for help, and of a command that there is not, no help is given. */
function asked(commands: readonly Command<unknown>[], line: readonly string[]): string[] {
  const [first] = line;
  if (first === undefined) return ['--help'];
  const known = first.startsWith('-') || first === 'help' || commands.some(({ name }) => name === first);
  return known ? [...line] : [first];
}

const exitCodes = `
Exit codes: 0 all is well · 1 findings (an error in a definition, a refusal
explained) · 2 a flag or argument that cannot be read · 3 no gateway is
running · 4 a port is taken · 5 the data folder cannot be written · 6 a gateway
is already running there · 70 a fault of our own.`;

function ended(fault: unknown, terminal: Terminal): number {
  if (fault instanceof CommanderError) return fault.exitCode === 0 ? EXIT.ok : EXIT.usage;
  const { paint } = terminal;
  if (fault instanceof Halt) {
    terminal.err(`${paint.red('portcullis:')} ${fault.message}`);
    for (const advice of fault.advice) terminal.err(`  ${advice}`);
    return fault.exitCode;
  }
  terminal.err(
    `${paint.red('portcullis:')} ${fault instanceof Error ? (fault.stack ?? fault.message) : fault}`,
  );
  return EXIT.fault;
}

function add(program: Program, kind: Command<unknown>): Program {
  const of = program.command(kind.name).summary(kind.summary).description(kind.summary).exitOverride();
  of.helpOption('-h, --help', 'Shows this.');
  const fields = fieldsOf(kind);
  for (const operand of kind.operands.split(' ').filter((o) => o !== '')) {
    const key = operand.replace(/[^\w-]/g, '');
    of.argument(operand, fields[key]?.description ?? '');
  }
  for (const [key, flag] of Object.entries(kind.flags as Record<string, string>)) {
    const field = fields[key];
    if (field === undefined) throw new Error(`${kind.name}: the flag ${flag} has no field ${key}`);
    const option = new Option(flag, field.description ?? '');
    const standard = standardOf(field);
    if (standard !== undefined && typeof standard !== 'boolean' && String(standard) !== '') {
      option.description += ` (default: ${String(standard)})`;
    }
    if (bare(field) instanceof z.ZodArray) {
      option.argParser<readonly string[]>((value, before) => [...(before ?? []), value]);
    }
    of.addOption(option);
  }
  of.addHelpText('after', `\nExamples:\n${kind.examples.map((e) => `  ${e}`).join('\n')}`);
  return of;
}

/** What was given, by the command's shape; a usage error names the flag. */
function read(kind: Command<unknown>, of: Program): unknown {
  const given: Record<string, unknown> = { ...of.opts() };
  of.registeredArguments.forEach((argument, i) => {
    if (of.processedArgs[i] !== undefined) given[argument.name()] = of.processedArgs[i];
  });
  const result = kind.shape.safeParse(given);
  if (result.success) return result.data;
  const flags = kind.flags as Record<string, string>;
  const lines = result.error.issues.map((issue) => {
    const key = String(issue.path[0] ?? '');
    const name =
      flags[key]?.split(/[ ,]+/).find((f) => f.startsWith('--')) ?? (key === '' ? kind.name : `<${key}>`);
    return `${name}: ${sentence(issue)}`;
  });
  throw new Halt(EXIT.usage, lines.join('\n  '), [
    `Run portcullis ${kind.name} --help to see what may be given.`,
  ]);
}

/** What would be right: the shape's own words, or ours where it has none. */
function sentence(issue: z.core.$ZodIssue): string {
  if (!/^(Invalid|Too)\b/.test(issue.message)) return issue.message;
  switch (issue.code) {
    case 'too_small':
      return `must be ${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}`;
    case 'too_big':
      return `must be ${issue.inclusive === false ? 'less than' : 'at most'} ${issue.maximum}`;
    case 'invalid_value':
      return `must be ${issue.values.map(String).join(' or ')}`;
    case 'invalid_type':
      return `must be a ${issue.expected === 'int' ? 'whole number' : issue.expected}`;
    default:
      return issue.message;
  }
}

function fieldsOf(kind: Command<unknown>): Record<string, z.ZodType> {
  if (!(kind.shape instanceof z.ZodObject)) throw new Error(`${kind.name}: its shape must be an object`);
  return kind.shape.shape as Record<string, z.ZodType>;
}

function bare(field: z.ZodType): z.ZodType {
  if (field instanceof z.ZodDefault || field instanceof z.ZodOptional)
    return bare(field.unwrap() as z.ZodType);
  // What is transformed is given in the form it has before.
  if (field instanceof z.ZodPipe) return bare(field.in as z.ZodType);
  return field;
}

const standardOf = (field: z.ZodType): unknown =>
  field instanceof z.ZodDefault ? (field.def.defaultValue as unknown) : undefined;
