import type { Exchange } from '../../../base/exchange.ts';
import { traced } from '../../../base/traced.ts';
import type { Method, Resource } from '../../../define/model/api.ts';
import type { Given } from '../given.ts';
import { Tree } from './tree.ts';

/**
 * Finds the method a request is for, as API Gateway does, and fills in `resourcePath`, `operation` and
 * `params`. Paths are case-sensitive, a slash at the end does not count, and HEAD is not taken for GET. `get` is no
 * method that anything has, ANY neither: a server that takes it for GET would be asked past what protects GET.
 */
export function router<M extends { readonly resource: Resource; readonly method: Method }>(
  methods: readonly M[],
  given: Given,
): (x: Exchange) => M | null {
  const tree = new Tree<M>();
  for (const m of methods) tree.add(m.resource.path, m.method.httpMethod, m);

  const find = (x: Exchange): M | null => {
    const found = isDisguised(x.method) ? null : tree.find(x.method, x.inner);
    if (found === null) return null;
    x.resourcePath = found.template;
    x.operation = found.method.method.id;
    x.params = tree.params(found.read ?? x.inner, found.names);
    return found.method;
  };
  return traced(given.tracing, 'route', 'route', '', find, (x, method) => {
    const considered: string[] = [];
    if (!isDisguised(x.method)) tree.find(x.method, x.inner, considered);
    return {
      looked: { method: x.method, path: x.inner, considered: considered.join('; ') },
      outcome: method === null ? 'no route' : `${method.method.httpMethod} ${x.resourcePath}`,
      because: because(x, considered, method !== null),
    };
  });
}

/** RFC 9110 9.3 and RFC 5789, in any other case than their own: methods have a case (RFC 9110 9.1). */
const isDisguised = (verb: string): boolean =>
  /[a-z]/.test(verb) && /^(?:get|head|post|put|patch|delete|options|connect|trace)$/i.test(verb);

function because(x: Exchange, considered: readonly string[], taken: boolean): string {
  if (isDisguised(x.method)) return `${x.method} is no method; ${x.method.toUpperCase()} is.`;
  if (considered.length === 0) return `No resource matches ${x.inner}.`;
  if (!taken) return `What matches ${x.inner} has neither ${x.method} nor ANY.`;
  return considered.length === 1
    ? `${x.resourcePath} is the most specific resource that matches.`
    : `More specific resources match but do not have ${x.method} nor ANY.`;
}
