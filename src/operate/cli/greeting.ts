import type { Note } from '../../base/note.ts';
import type { Definition } from '../../define/model/definition.ts';
import type { Addresses } from '../supervise/kept/run-file.ts';
import { countLine, noteLine } from './notes.ts';
import { quoted, selfCommand } from './self.ts';
import type { Paint } from './terminal.ts';
import { tryNext } from './try-next.ts';

/** What there is to say when a gateway is up. */
export interface Greeting {
  readonly addresses: Addresses;
  readonly definition: Definition;
  readonly notes: readonly Note[];
  readonly workers: number;
  readonly startedInMs: number;
  /** The data folder as the other commands must be told it; '' when it is the default one. */
  readonly dataFlag: string;
  /** What `check` would be given; '' when nothing was read from a file. */
  readonly files: string;
  /** True when parameters were given. Their values are not printed: one may be a secret. */
  readonly parameters: boolean;
  /** The file with the authorities that must be trusted for HTTPS. */
  readonly authorities: string;
  /** The data folder as `ca` must be told it; '' when it is the default one. */
  readonly authoritiesFlag: string;
}

/** What `up` prints once it is up: addresses, outputs, what to know, and what to try next. */
export function greetingLines(given: Greeting, paint: Paint): string[] {
  const { addresses, definition } = given;
  const workers = `${given.workers} worker${given.workers === 1 ? '' : 's'}`;
  const lines = [
    `${paint.bold('Portcullis')} is up: ${workers}, ${(given.startedInMs / 1000).toFixed(2)} s`,
    '',
    `  data plane    ${paint.cyan(addresses.dataPlane)}`,
    ...secureLine(given, paint),
    `  AWS endpoint  ${paint.cyan(addresses.endpoint)}`,
    `  console       ${paint.cyan(addresses.console)}`,
    '',
  ];
  lines.push(...placesLines(definition, addresses, paint));
  lines.push(...notesLines(given, paint));
  lines.push(
    paint.bold('Try next'),
    ...tryNext(addresses, definition, given.dataFlag).map((line) => `  ${line}`),
    '',
  );
  return lines;
}

function secureLine({ addresses, authorities, authoritiesFlag }: Greeting, paint: Paint): string[] {
  if (addresses.secure === '') return [];
  const how = `curl --cacert ${quoted(authorities)}; more: ${`${selfCommand()} ca ${authoritiesFlag}`.trim()}`;
  return [`                ${paint.cyan(addresses.secure)}  ${paint.dim(`(${how})`)}`];
}

/** Execute-api addresses become the path form on this machine, which needs no name to be resolved. */
export function localAddress(value: string, dataPlane: string, definition: Definition): string {
  return value.replace(/https?:\/\/([a-z0-9]{10})\.execute-api\.[\w.-]+(?=\/|$)/g, (whole, apiId: string) =>
    definition.apis.some((api) => api.apiId === apiId) ? `${dataPlane}/_aws/execute-api/${apiId}` : whole,
  );
}

function placesLines(definition: Definition, { dataPlane }: Addresses, paint: Paint): string[] {
  const lines: string[] = [];
  for (const stack of definition.stacks) {
    if (stack.outputs.length === 0) continue;
    lines.push(paint.bold(stack.name));
    const width = Math.max(...stack.outputs.map((output) => output.key.length));
    for (const output of stack.outputs) {
      lines.push(`  ${output.key.padEnd(width)}  ${localAddress(output.value, dataPlane, definition)}`);
    }
    lines.push('');
  }
  for (const api of definition.apis) {
    for (const mapping of api.hosts) {
      const base = mapping.host === '*' ? dataPlane : dataPlane.replace(/\/\/[^:]+/, `//${mapping.host}`);
      lines.push(`${paint.bold(api.name)}  ${base}${mapping.basePath}`);
    }
  }
  if (lines.length > 0 && lines.at(-1) !== '') lines.push('');
  return lines;
}

function notesLines({ notes, files, parameters }: Greeting, paint: Paint): string[] {
  const shown = notes.filter((note) => note.level !== 'info').map((note) => noteLine(note, paint));
  const counted = countLine(notes);
  if (counted === '') return [];
  const check = files === '' ? '' : `; all of them: ${selfCommand()} check ${files}`;
  const same = parameters && check !== '' ? ', with the parameters given here' : '';
  return [...shown, paint.dim(`${counted}${check}${same}`), ''];
}
