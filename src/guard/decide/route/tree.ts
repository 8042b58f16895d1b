import querystring from 'node:querystring';

/** The methods of one resource. */
interface Leaf<M> {
  readonly template: string;
  /** Names of its parameters, in the order of its segments. */
  readonly names: readonly string[];
  readonly verbs: Map<string, M>;
  any: M | null;
}

interface Node<M> {
  readonly statics: Map<string, Node<M>>;
  param: Node<M> | null;
  /** What `{name+}` below this node leads to. */
  greedy: Leaf<M> | null;
  leaf: Leaf<M> | null;
}

const node = <M>(): Node<M> => ({ statics: new Map(), param: null, greedy: null, leaf: null });

/** A method, and the names of the parameters whose values stand in the path. */
export interface Found<M> {
  readonly template: string;
  readonly names: readonly string[];
  readonly method: M;
  /** The path as it was read, where that is not as it came; null: as it came. */
  readonly read: string | null;
}

/**
 * Resources as a tree of path segments. Routing is on the pair of resource and verb: of the resources that
 * match a path the most specific one that has the verb, or ANY, is taken; static before `{name}` before
 * `{name+}`, from the left, going back where a branch leads to nothing. No node is visited twice.
 */
export class Tree<M> {
  readonly #root = node<M>();
  /** Where the parameters of the walk under way begin and end in the path: numbers only, never a caller's text. */
  #bounds: number[] = [];
  /** Whether the walk under way goes past empty segments. */
  #past = false;

  add(template: string, verb: string, method: M): void {
    const names: string[] = [];
    let at = this.#root;
    for (const part of template.split('/').filter((p) => p !== '')) {
      if (part.startsWith('{') && part.endsWith('+}')) {
        names.push(part.slice(1, -2));
        at.greedy ??= { template, names, verbs: new Map(), any: null };
        hang(at.greedy, verb, method);
        return;
      }
      if (part.startsWith('{') && part.endsWith('}')) {
        names.push(part.slice(1, -1));
        at.param ??= node();
        at = at.param;
      } else {
        const next = at.statics.get(part) ?? node<M>();
        at.statics.set(part, next);
        at = next;
      }
    }
    at.leaf ??= { template, names, verbs: new Map(), any: null };
    hang(at.leaf, verb, method);
  }

  /**
   * The method for a verb and a path that begins with `/`, its parameters' values written into `params`;
   * null when there is none. What was considered is written into `considered`, where one is handed in.
   *
   * A path that only a `{name+}` takes because it has empty segments belongs to the resource that it names
   * without them, if there is one: `//login` is `/login` to many a server, and its limits must hold. So does one that
   * only a `{name}` or a `{name+}` takes because of parameters of its segments (`/login;v=1`), and one that only a
   * `{name+}` takes because of encoded slashes (`/users%2F7`).
   */
  find(verb: string, path: string, considered: string[] | null = null): Found<M> | null {
    const found = this.#find(verb, path, considered);
    if (found === null || found.names.length === 0) return found;
    const plain = plainly(path, found.template.endsWith('+}'));
    if (plain === path) return found;
    const lines: string[] | null = considered === null ? null : [];
    this.#past = true;
    const other = this.#walk(this.#root, verb, plain, 1, plain.length, 0, lines);
    if (other === null || other.template === found.template) return this.#find(verb, path, null);
    if (considered !== null) considered.splice(0, considered.length, ...lines!);
    return { ...other, read: plain };
  }

  #find(verb: string, path: string, considered: string[] | null): Found<M> | null {
    const end = path.length > 1 && path.charCodeAt(path.length - 1) === 47 ? path.length - 1 : path.length;
    this.#past = false;
    const found = this.#walk(this.#root, verb, path, 1, end, 0, considered);
    if (found === null || !found.template.endsWith('+}') || !path.includes('//')) return found;
    if (considered !== null) considered.length = 0;
    this.#past = true;
    return this.#walk(this.#root, verb, path, 1, end, 0, considered);
  }

  /** The decoded values of the parameters that the last `find` gave names for. */
  params(path: string, names: readonly string[]): Record<string, string> | null {
    if (names.length === 0) return null;
    const params: Record<string, string> = {};
    for (let i = 0; i < names.length; i++) {
      params[names[i]!] = decoded(path.slice(this.#bounds[2 * i]!, this.#bounds[2 * i + 1]!));
    }
    return params;
  }

  #walk(
    at: Node<M>,
    verb: string,
    path: string,
    from: number,
    end: number,
    depth: number,
    considered: string[] | null,
  ): Found<M> | null {
    let start = from;
    if (this.#past) while (start < end && path.charCodeAt(start) === 47) start++;
    if (start >= end) return at.leaf === null ? null : pick(at.leaf, verb, considered);
    let to = path.indexOf('/', start);
    if (to < 0 || to > end) to = end;
    if (at.statics.size > 0) {
      const next = at.statics.get(decoded(path.slice(start, to)));
      if (next !== undefined) {
        const found = this.#walk(next, verb, path, to + 1, end, depth, considered);
        if (found !== null) return found;
      }
    }
    if (at.param !== null && to > start) {
      const found = this.#walk(at.param, verb, path, to + 1, end, depth + 1, considered);
      if (found !== null) {
        this.#bounds[2 * depth] = start;
        this.#bounds[2 * depth + 1] = to;
        return found;
      }
    }
    if (at.greedy === null) return null;
    const found = pick(at.greedy, verb, considered);
    this.#bounds[2 * depth] = from;
    // With the slash at its end, if there is one: an upstream may well tell `/a/` from `/a`.
    this.#bounds[2 * depth + 1] = path.length;
    return found;
  }
}

function hang<M>(leaf: Leaf<M>, verb: string, method: M): void {
  if (verb === 'ANY') leaf.any ??= method;
  else if (!leaf.verbs.has(verb)) leaf.verbs.set(verb, method);
}

function pick<M>(leaf: Leaf<M>, verb: string, considered: string[] | null): Found<M> | null {
  const method = leaf.verbs.get(verb) ?? leaf.any;
  if (considered !== null) {
    const has = [...leaf.verbs.keys(), ...(leaf.any === null ? [] : ['ANY'])].join(', ');
    considered.push(`${leaf.template} (${has})${method === null ? `: has no ${verb}` : ': taken'}`);
  }
  return method === null ? null : { template: leaf.template, names: leaf.names, method, read: null };
}

/** A path without the parameters of its segments, and where its slashes count however they are written, decoded. */
function plainly(path: string, slashes: boolean): string {
  const bare = path.includes(';') ? path.replace(/;[^/]*/g, '') : path;
  return slashes && bare.includes('%') ? bare.replace(/%2f/gi, '/') : bare;
}

/** A segment as the caller meant it, decoded once. Bytes that are no UTF-8 become U+FFFD. */
export const decoded = (segment: string): string =>
  segment.includes('%') ? querystring.unescape(segment) : segment;
