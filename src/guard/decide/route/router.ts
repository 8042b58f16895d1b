import type { Exchange } from '../../../base/exchange.ts';
import { traced } from '../../../base/trace.ts';
import type { Method, Resource } from '../../../define/model/api.ts';
import type { Given } from '../given.ts';
import { Tree } from './tree.ts';

/**
 * Finds the method a request is for, as API Gateway does, and fills in `resourcePath`, `operation` and
 * `params`. Paths are case-sensitive, a slash at the end does not count, and HEAD is not taken for GET.
 */
export function router<M extends { readonly resource: Resource; readonly method: Method }>(
  methods: readonly M[],
  given: Given,
): (x: Exchange) => M | null {
  const tree = new Tree<M>();
  for (const m of methods) tree.add(m.resource.path, m.method.httpMethod, m);

  const find = (x: Exchange): M | null => {
    const found = tree.find(x.method, x.inner);
    if (found === null) return null;
    x.resourcePath = found.template;
    x.operation = found.method.method.id;
    x.params = tree.params(found.read ?? x.inner, found.names);
    return found.method;
  };
  return traced(given.tracing, 'route', 'route', '', find, (x, method) => {
    const considered: string[] = [];
    tree.find(x.method, x.inner, considered);
    return {
      looked: { method: x.method, path: x.inner, considered: considered.join('; ') },
      outcome: method === null ? 'no route' : `${method.method.httpMethod} ${x.resourcePath}`,
      because: because(x, considered, method !== null),
    };
  });
}

function because(x: Exchange, considered: readonly string[], taken: boolean): string {
  if (considered.length === 0) return `No resource matches ${x.inner}.`;
  if (!taken) return `What matches ${x.inner} has neither ${x.method} nor ANY.`;
  return considered.length === 1
    ? `${x.resourcePath} is the most specific resource that matches.`
    : `More specific resources match but do not have ${x.method} nor ANY.`;
}
