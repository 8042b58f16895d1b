import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { openServer } from './listening.ts';
import { misnamed, unwelcome } from './local-only.ts';

/** A request of the operator, its body read. */
export interface LocalRequest {
  readonly method: string;
  /** Decoded by nobody: as received, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** Read as UTF-8; of `application/cbor` a character stands for each byte. */
  readonly body: string;
}

/** What it is answered with. */
export interface LocalAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Written as UTF-8; of `application/cbor` a byte for each character. */
  readonly body: string;
}

/** Where a local server listens, and who answers. */
export interface LocalServerOptions {
  readonly host: string;
  readonly port: number;
  /** The flag that chooses the port, for the message when it is taken. */
  readonly flag: string;
  /** Host names allowed besides the loopback ones. */
  readonly allowedHosts: readonly string[];
  /** Takes a request as Node has it, before anybody else, and says whether it did; for pages made for browsers. */
  take?(request: IncomingMessage, response: ServerResponse): boolean;
  answer(request: LocalRequest): LocalAnswer | Promise<LocalAnswer>;
  /** The answer to what is turned away before anyone looks at it. */
  refuse(status: number, reason: string): LocalAnswer;
  /** Told of what `answer` threw. */
  failed(fault: unknown): void;
}

/** A small server for the operator: the AWS endpoint, the console. Off the data plane, so `node:http` serves. */
export interface LocalServer {
  readonly port: number;
  close(): Promise<void>;
}

const maxBodyBytes = 1024 * 1024;

/** Opens one. Rejects when its port is taken, with the flag that chooses another. */
export async function openLocalServer(options: LocalServerOptions): Promise<LocalServer> {
  const server = createServer((request, response) => {
    void serveOne(options, request, response);
  });
  server.requestTimeout = 30_000;
  const port = await openServer(server, options.host, options.port, options.flag);
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function serveOne(
  options: LocalServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    if (!misnamed(request.headers, options.allowedHosts) && options.take?.(request, response)) return;
    write(request, response, await answerOf(options, request));
  } catch (fault) {
    // Whoever went away in the middle of a body hears nothing.
    if (request.destroyed && !request.complete) return;
    options.failed(fault);
    if (response.headersSent) response.destroy();
    else write(request, response, options.refuse(500, 'a fault of the gateway; its log says more'));
  }
}

function write(request: IncomingMessage, response: ServerResponse, answer: LocalAnswer): void {
  const body = Buffer.from(answer.body, codingOf(answer.headers['Content-Type']));
  response.writeHead(answer.status, {
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    ...answer.headers,
    'Content-Length': String(body.length),
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

async function answerOf(options: LocalServerOptions, request: IncomingMessage): Promise<LocalAnswer> {
  const { method = 'GET', url = '/', headers } = request;
  const reason = unwelcome(headers, method, options.allowedHosts);
  if (reason !== '') return options.refuse(403, reason);
  const body = await bodyOf(request);
  if (body === null) return options.refuse(413, `the body is over ${maxBodyBytes} bytes`);
  const mark = url.indexOf('?');
  const path = mark < 0 ? url : url.slice(0, mark);
  const query = new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1));
  return options.answer({ method, path, query, headers, body });
}

/** The whole body; null when it is too long. */
async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBodyBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString(codingOf(request.headers['content-type']));
}

const codingOf = (type: string | undefined): 'latin1' | 'utf8' =>
  type === 'application/cbor' ? 'latin1' : 'utf8';
