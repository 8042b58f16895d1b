import type { LocalAnswer, LocalRequest } from '../local-server.ts';
import type { RestAction } from './action.ts';
import { AwsError } from './aws-error.ts';
import type { ControlState } from './state.ts';
import { validated } from './validation.ts';

interface Route {
  readonly method: string;
  readonly parts: readonly string[];
  readonly kind: RestAction<unknown>;
}

/** The AWS REST JSON protocol: operations by method and path. */
export class RestJson {
  readonly #roots: ReadonlySet<string>;
  readonly #routes: readonly Route[];

  /** `roots` are the first path segments of the API: all that begins with one is answered here, be it known or not. */
  constructor(roots: readonly string[], actions: readonly RestAction<unknown>[]) {
    this.#roots = new Set(roots);
    this.#routes = actions.map((kind) => {
      const [method = '', path = ''] = kind.route.split(' ');
      return { method, parts: path.split('/').slice(1), kind };
    });
  }

  answers(request: LocalRequest): boolean {
    return this.#roots.has(request.path.split('/')[1] ?? '');
  }

  run(request: LocalRequest, state: ControlState): object {
    const parts = partsOf(request.path);
    for (const { method, parts: template, kind } of this.#routes) {
      const params = method === request.method ? match(template, parts) : null;
      if (params !== null) {
        return kind.run(validated(kind.shape, { ...queryOf(request.query), ...params }), state);
      }
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
