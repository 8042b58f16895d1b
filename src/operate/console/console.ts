import { z } from 'zod';
import { reportHtml } from '../../observe/reports/html.ts';
import type { Report } from '../../observe/reports/report.ts';
import { durationMs } from '../duration.ts';
import type { Blocked } from '../inquiry/blocked.ts';
import type { Explained } from '../inquiry/explained.ts';
import type { Usage } from '../inquiry/usage.ts';
import { type LocalAnswer, type LocalRequest, type LocalServer, openLocalServer } from '../local-server.ts';
import type { Health } from '../supervise/health.ts';
import { live } from './live.ts';

/** What the console shows; all of it looks, and none of it acts. */
export interface ConsoleState {
  health(): Health;
  /** In the exposition format of Prometheus. */
  metrics(): string;
  blocked(): readonly Blocked[];
  usageNow(): readonly Usage[];
  /** Null when the client's address cannot be read. */
  explain(request: Question): Promise<Explained | null>;
  /** Null when nothing is known of that id. */
  explainEvent(requestId: string): Promise<Explained | null>;
  /** Of the last `forMs` milliseconds of the gateway's time. */
  report(forMs: number): Report;
}

/** A request to explain, as it is asked over the console. */
export type Question = Readonly<z.infer<typeof questionShape>>;

const questionShape = z
  .strictObject({
    method: z
      .string()
      .regex(/^[A-Z]+$/, 'must be a method in capitals')
      .describe('The method.'),
    target: z.string().startsWith('/', 'must begin with /').max(10_240).describe('Path and query.'),
    headers: z.array(z.string()).default([]).describe('Names and values in turn.'),
    body: z.string().default('').describe('The body.'),
    client: z.string().default('127.0.0.1').describe("The client's address."),
    secure: z.boolean().default(false).describe('Whether it would come over TLS.'),
    certificate: z.string().max(65_536).default('').describe('The certificate it would show, in PEM.'),
  })
  .describe('A request that is explained and never sent on.');

const byIdShape = z.strictObject({ requestId: z.string().min(1).max(128) });

/** Where the console is, and what it shows. */
export interface ConsoleOptions {
  readonly host: string;
  readonly port: number;
  readonly allowedHosts: readonly string[];
  readonly state: ConsoleState;
  failed(fault: unknown): void;
}

/** Opens the port of the console. Rejects when it is taken. */
export function openConsole(options: ConsoleOptions): Promise<LocalServer> {
  const { state } = options;
  return openLocalServer({
    ...options,
    flag: '--console-port',
    answer: (request) => answered(request, state),
    refuse: (status, reason) => json(status, { message: reason }),
  });
}

/** The console without its socket. */
export async function answered(request: LocalRequest, state: ConsoleState): Promise<LocalAnswer> {
  const { path } = request;
  const wanted = path === '/api/explain' ? 'POST' : 'GET';
  if (request.method !== wanted && !(wanted === 'GET' && request.method === 'HEAD')) {
    return json(405, { message: `use ${wanted}` }, { Allow: wanted });
  }
  switch (path) {
    case '/':
      return inWindow(request, (forMs) =>
        html(reportHtml(state.report(forMs), live(state.blocked(), state.usageNow(), forMs))),
      );
    case '/healthz': {
      const health = state.health();
      return json(health.status === 'ok' || health.status === 'degraded' ? 200 : 503, health);
    }
    case '/metrics':
      return { status: 200, headers: { 'Content-Type': metricsType }, body: state.metrics() };
    case '/api/blocked':
      return json(200, { blocked: state.blocked() });
    case '/api/usage':
      return json(200, { usage: state.usageNow() });
    case '/api/report':
      return inWindow(request, (forMs) => json(200, state.report(forMs)));
    case '/api/explain':
      return explanation(request.body, state);
    default:
      return json(404, { message: `nothing is here; these are: ${known}` });
  }
}

const known = '/, /healthz, /metrics, /api/blocked, /api/usage, /api/report and /api/explain';
const metricsType = 'text/plain; version=0.0.4; charset=utf-8';

async function explanation(body: string, state: ConsoleState): Promise<LocalAnswer> {
  let asked: unknown;
  try {
    asked = JSON.parse(body);
  } catch {
    return json(400, { message: 'the body must be JSON' });
  }
  const byId = byIdShape.safeParse(asked);
  if (byId.success) {
    const found = await state.explainEvent(byId.data.requestId);
    return found === null
      ? json(404, { message: `nothing is kept of a request with the id ${byId.data.requestId}` })
      : json(200, found);
  }
  const question = questionShape.safeParse(asked);
  if (!question.success) return json(400, { message: z.prettifyError(question.error) });
  const found = await state.explain(question.data);
  return found === null
    ? json(400, { message: `${JSON.stringify(question.data.client)} is not an IP address` })
    : json(200, found);
}

/** `since` as `90s`, `15m`, `1h`, `7d`; an hour when it is not given. */
function inWindow(request: LocalRequest, give: (forMs: number) => LocalAnswer): LocalAnswer {
  const forMs = durationMs(request.query.get('since') ?? '1h');
  return forMs === null ? json(400, { message: 'since must be like 90s, 15m, 1h or 7d' }) : give(forMs);
}

const json = (status: number, value: object, headers: Record<string, string> = {}): LocalAnswer => ({
  status,
  headers: { 'Content-Type': 'application/json', ...headers },
  body: `${JSON.stringify(value)}\n`,
});

/** The page carries all it needs in itself: nothing is loaded, and nobody frames it. */
const html = (body: string): LocalAnswer => ({
  status: 200,
  headers: {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy':
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    'Referrer-Policy': 'no-referrer',
  },
  body,
});
