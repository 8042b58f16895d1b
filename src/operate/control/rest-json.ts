import type { LocalAnswer, LocalRequest } from '../local-server.ts';
import type { Answered, RestAction } from './action.ts';
import { AwsError } from './aws-error.ts';
import { jsonOf } from './json11.ts';
import type { ControlState } from './state.ts';
import { validated } from './validation.ts';

interface Route {
  readonly method: string;
  readonly parts: readonly string[];
  /** What the query must say. */
  readonly asked: readonly (readonly [string, string])[];
  readonly kind: RestAction<unknown>;
}

/** The AWS REST JSON protocol: operations by method and path. */
export class RestJson {
  readonly #roots: ReadonlySet<string>;
  readonly #routes: readonly Route[];

  /** `roots` are the first path segments of the API: all that begins with one is answered here, be it known or not. */
  constructor(roots: readonly string[], actions: readonly RestAction<unknown>[]) {
    this.#roots = new Set(roots);
    const routes = actions.map((kind): Route => {
      const [method = '', target = ''] = kind.route.split(' ');
      const [path = '', query = ''] = target.split('?');
      return { method, parts: path.split('/').slice(1), asked: [...new URLSearchParams(query)], kind };
    });
    // What asks more of a request goes first.
    this.#routes = routes.sort((a, b) => b.asked.length - a.asked.length);
  }

  answers(request: LocalRequest): boolean {
    return this.#roots.has(request.path.split('/')[1] ?? '');
  }

  /** Does what a request asks for, and gives the answer with its status. Rejects with an `AwsError` when it cannot. */
  async run(request: LocalRequest, state: ControlState): Promise<Answered> {
    const parts = partsOf(request.path);
    for (const { method, parts: template, asked, kind } of this.#routes) {
      if (method !== request.method) continue;
      if (!asked.every(([name, value]) => request.query.get(name) === value)) continue;
      const params = match(template, parts);
      if (params === null) continue;
      const body = kind.rawBody === true ? { body: request.body } : jsonOf(request.body);
      const input = { ...body, ...queryOf(request.query), ...params };
      return { status: kind.status ?? 200, answer: await kind.run(validated(kind.shape, input), state) };
    }
    const known = this.#routes.map((route) => route.kind.name).join(', ');
    const what = `${request.method} ${request.path}`;
    throw new AwsError(
      'UnknownOperationException',
      404,
      `${what} is not answered here; these are: ${known}.`,
    );
  }
}

/** An error in the protocol restJson1. */
export function restJsonError(error: AwsError, requestId: string): LocalAnswer {
  // API Gateway calls what does not fit a BadRequestException; ValidationException is the JSON protocol's word.
  const code = error.code === 'ValidationException' ? 'BadRequestException' : error.code;
  return {
    status: error.status,
    headers: { ...restJsonHeaders(requestId), 'x-amzn-ErrorType': code },
    body: JSON.stringify({ message: error.message }),
  };
}

export const restJsonHeaders = (requestId: string): Record<string, string> => ({
  'Content-Type': 'application/json',
  'x-amzn-RequestId': requestId,
});

function partsOf(path: string): string[] {
  const trimmed = path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
  try {
    return trimmed.split('/').slice(1).map(decodeURIComponent);
  } catch {
    throw new AwsError(
      'BadRequestException',
      400,
      'The path holds a % that two hexadecimal digits do not follow.',
    );
  }
}

function match(template: readonly string[], parts: readonly string[]): Record<string, string> | null {
  if (template.length !== parts.length) return null;
  const params: Record<string, string> = {};
  for (let i = 0; i < parts.length; i++) {
    const wanted = template[i]!;
    if (wanted.startsWith('{')) params[wanted.slice(1, -1)] = parts[i]!;
    else if (wanted !== parts[i]) return null;
  }
  return params;
}

/** A name given once is text, one given more often a list. */
function queryOf(query: URLSearchParams): Record<string, string | string[]> {
  const input: Record<string, string | string[]> = {};
  for (const name of new Set(query.keys())) {
    const values = query.getAll(name);
    input[name] = values.length === 1 ? values[0]! : values;
  }
  return input;
}
