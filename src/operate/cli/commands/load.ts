import { z } from 'zod';
import { EXIT, Halt } from '../../halt.ts';
import { command } from '../command.ts';

const shape = z
  .strictObject({
    url: z.string().describe('What to call.'),
    rate: z.coerce
      .number()
      .positive()
      .optional()
      .describe('Requests a second, evenly spaced. Without it: as fast as answers come.'),
    duration: z.coerce.number().positive().optional().describe('Seconds. 30 when there is no --num either.'),
    num: z.coerce.number().int().positive().optional().describe('Requests in all, at most.'),
    connections: z.coerce
      .number()
      .int()
      .positive()
      .optional()
      .describe('Connections at once: 10, or with --rate as many as are needed, up to 1000.'),
    from: z.string().optional().describe('Addresses of this machine to call from, as a block: 127.0.0.0/8.'),
    sources: z.coerce
      .number()
      .int()
      .positive()
      .optional()
      .describe('How many addresses of the block of --from to call from, each in turn. 16 when not given.'),
    method: z
      .enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
      .default('GET')
      .describe('The method.'),
    header: z.array(z.string()).default([]).describe('A header, name: value. May be repeated.'),
    data: z.string().default('').describe('The body.'),
    speed: z.coerce
      .number()
      .positive()
      .default(1)
      .describe('The speed of the gateway’s clock: with 60, a minute takes a second.'),
    timeout: z.coerce.number().positive().default(30).describe('Seconds that one request may take.'),
    allowRemote: z.boolean().default(false).describe('Lets the load go to another machine than this one.'),
    json: z.boolean().default(false).describe('Prints the report as JSON.'),
  })
  .describe('Sends a load, and says what became of it.');

/** Sends a load to an API and shows which requests passed, which were throttled and which blocked. */
export default command<z.infer<typeof shape>>({
  name: 'load',
  summary: 'Sends a load to an API, and shows what passes, what is throttled and what is blocked.',
  shape,
  operands: '<url>',
  flags: {
    rate: '-r, --rate <n>',
    duration: '-t, --duration <seconds>',
    num: '-n, --num <n>',
    connections: '-c, --connections <n>',
    from: '--from <block>',
    sources: '--sources <n>',
    method: '-X, --method <method>',
    header: '-H, --header <line>',
    data: '-d, --data <text>',
    speed: '--speed <n>',
    timeout: '--timeout <seconds>',
    allowRemote: '--allow-remote',
    json: '--json',
  },
  examples: [
    'portcullis load http://127.0.0.1:8080/ --rate 5 --duration 300',
    'portcullis load http://127.0.0.1:8080/ --num 1000 --connections 1000',
    'portcullis load http://127.0.0.1:8080/ --rate 50 --from 127.0.0.0/8 --sources 9',
  ],
  async run(input, terminal) {
    if (input.sources !== undefined && input.from === undefined)
      throw new Halt(EXIT.usage, '--sources goes with --from, which says which addresses to call from', [
        `For example: --from 127.0.0.0/8 --sources ${input.sources}`,
      ]);
    const [{ runLoad }, { progressLine, reportLines }] = await Promise.all([
      import('../../load/load.ts'),
      import('../../load/text.ts'),
    ]);
    const live = new Live(terminal.tty && !input.json);
    const stopping = new AbortController();
    const stop = (): void => stopping.abort();
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
    try {
      const report = await runLoad({
        ...input,
        duration: input.duration ?? (input.num === undefined ? 30 : null),
        connections: input.connections ?? (input.rate === undefined ? 10 : 1000),
        headers: headersOf(input.header),
        body: input.data,
        timeoutMs: input.timeout * 1000,
        signal: stopping.signal,
        progress: (now) => {
          if (!input.json) live.show(progressLine(now), terminal.out);
        },
      });
      live.clear();
      if (input.json) terminal.out(JSON.stringify(report, null, 2));
      else for (const line of reportLines(report, terminal.paint, terminal.columns)) terminal.out(line);
      return report.answered === 0 && report.sent > 0 ? EXIT.notRunning : EXIT.ok;
    } finally {
      process.removeListener('SIGINT', stop);
      process.removeListener('SIGTERM', stop);
    }
  },
});

function headersOf(lines: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon <= 0)
      throw new Halt(EXIT.usage, `--header ${line} must be a name, a colon and a value: accept: text/html`);
    headers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
  }
  return headers;
}

const PLAIN_MS = 5000;

/** A line that is written over on a screen; elsewhere a plain one every five seconds. */
class Live {
  readonly #screen: boolean;
  #lastMs = performance.now();
  #shown = false;

  constructor(screen: boolean) {
    this.#screen = screen;
  }

  show(line: string, plain: (line: string) => void): void {
    if (this.#screen) {
      process.stdout.write(`\r\x1b[2K${line}`);
      this.#shown = true;
    } else if (performance.now() - this.#lastMs >= PLAIN_MS) {
      this.#lastMs = performance.now();
      plain(line);
    }
  }

  clear(): void {
    if (this.#shown) process.stdout.write('\r\x1b[2K');
  }
}
