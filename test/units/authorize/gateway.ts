import { parseAddress } from '../../../src/base/address.ts';
import { Clock } from '../../../src/base/clock.ts';
import type { Exchange } from '../../../src/base/exchange.ts';
import { place } from '../../../src/base/origin.ts';
import type { Fetch } from '../../../src/base/outgoing.ts';
import type { TlsSession } from '../../../src/base/tls-session.ts';
import type { Trace } from '../../../src/base/trace.ts';
import { parseDocument } from '../../../src/define/readers/document.ts';
import { readFiles } from '../../../src/define/readers/read.ts';
import type { Invocation } from '../../../src/functions/invocation.ts';
import { compile } from '../../../src/guard/serve/compile.ts';
import { serve } from '../../../src/guard/serve/serve.ts';
import { catalogue } from '../../../src/operate/supervise/catalogue.ts';
import { PaperWire, paperRequest } from '../paper-wire.ts';

/** A function of a test: what it is handed, and what it answers with. */
export type Answering = (event: Record<string, unknown>, arn: string) => unknown;

export interface Answered {
  readonly status: number;
  readonly body: string;
  readonly errorType: string;
  readonly x: Exchange;
  /** The value of a header of the answer, by its lower-case name. */
  header(name: string): string;
}

export interface Asking {
  readonly method?: string;
  /** Names and values. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly from?: string;
  readonly body?: string;
  readonly secure?: boolean;
  readonly tls?: TlsSession;
  readonly trace?: Trace;
}

/** A definition read and compiled, its requests on paper. */
export interface PaperGateway {
  readonly clock: Clock;
  readonly apiId: string;
  /** Events that functions were handed so far. */
  readonly events: { readonly arn: string; readonly event: Record<string, unknown> }[];
  readonly cells: ReadonlyMap<string, SharedArrayBuffer>;
  ask(path: string, asking?: Asking): Promise<Answered>;
}

/** A function that fails as Lambda says it does. */
export const failing = (message: string): Invocation => ({
  outcome: 'error',
  payload: JSON.stringify({ errorMessage: message, errorType: 'Error' }),
  durationMs: 1,
});

export interface PaperOptions {
  readonly file?: string;
  readonly clock?: Clock;
  readonly settings?: Record<string, unknown>;
  readonly folder?: string;
  readonly tracing?: boolean;
  readonly fetch?: Fetch;
  /** Of another gateway: they are two workers of one. */
  readonly cells?: Map<string, SharedArrayBuffer>;
}

/** Notes that reading a document gives, with the codes. */
export async function notesOf(text: string, options: PaperOptions = {}): Promise<string[]> {
  const { notes } = await readingOf(text, options);
  return notes.map((n) => `${place(n.origin)} ${n.level} ${n.message} [${n.code}]`);
}

const readingOf = (text: string, { file = 'stack.yaml', settings, folder = '/' }: PaperOptions = {}) =>
  readFiles([], catalogue(), {
    ...(settings === undefined ? {} : { settings }),
    sources: [
      {
        document: parseDocument(text, file),
        name: 'stack',
        folder,
        assets: new Map(),
        accountId: null,
        region: null,
        parameters: {},
      },
    ],
  });

/** Reads and compiles a document; its functions are what `answer` says. An outcome of Lambda is taken as it is. */
export async function paperGateway(
  text: string,
  answer: Answering = () => ({}),
  options: PaperOptions = {},
): Promise<PaperGateway> {
  const clock = options.clock ?? Clock.byHand();
  const { definition, notes } = await readingOf(text, options);
  const errors = notes.filter((n) => n.level === 'error');
  if (definition === null || errors.length > 0) throw new Error(errors.map((n) => n.message).join('\n'));
  const events: PaperGateway['events'] = [];
  const cells = options.cells ?? new Map<string, SharedArrayBuffer>();
  const pipeline = compile({
    definition,
    clock,
    tracing: options.tracing ?? false,
    cells(id, bytes) {
      const laid = cells.get(id) ?? new SharedArrayBuffer(bytes);
      cells.set(id, laid);
      return laid;
    },
    fetch: options.fetch ?? (() => Promise.reject(new Error('nobody is asked'))),
    async invoke(arn, eventText) {
      const event = JSON.parse(eventText) as Record<string, unknown>;
      events.push({ arn, event });
      const given = await answer(event, arn);
      if (given !== null && typeof given === 'object' && 'outcome' in given) return given as Invocation;
      return {
        outcome: 'answered',
        payload: typeof given === 'string' ? given : JSON.stringify(given),
        durationMs: 1,
      };
    },
  });
  const [api] = definition.apis;
  const prefix = `/_aws/execute-api/${api!.apiId}/${api!.stages[0]!.name}`;
  return {
    clock,
    apiId: api!.apiId,
    events,
    cells,
    ask: (path, asking = {}) =>
      new Promise((resolve) => {
        const wire = new PaperWire(asking.body === undefined ? [] : [asking.body]);
        const headers = Object.entries({ Host: 'api.test', ...asking.headers }).flatMap(([name, values]) =>
          [values].flat().flatMap((value) => [name, value]),
        );
        const x = paperRequest(
          {
            method: asking.method ?? 'GET',
            target: api!.hosts.length > 0 ? path : `${prefix}${path}`,
            headers,
            secure: asking.secure ?? false,
            tls: asking.tls ?? null,
            client: parseAddress(asking.from ?? '203.0.113.7')!,
          },
          wire,
        );
        x.trace = asking.trace ?? null;
        const record = (): void =>
          resolve({
            status: wire.status,
            body: wire.body.toString(),
            errorType: wire.sent('x-amzn-errortype'),
            header: (name) => wire.sent(name),
            x,
          });
        serve(x, { pipeline, record });
      }),
  };
}
