import type { Event } from '../../base/event.ts';
import { Recent } from './recent.ts';

/** Clients, and shapes of requests, that are remembered. */
const mostClients = 20_000;
const mostShapes = 10_000;
/** Good requests that make a client known, and a shape; and different clients that must have sent the shape. */
const goodOfClient = 5;
const goodOfShape = 10;
const clientsOfShape = 3;
/** A client is known as long as no more than one in twenty of its requests was refused, and that by two rules at most. */
const refusedShare = 20;
const mostRules = 2;

interface Client {
  good: number;
  refused: number;
  /** The rules that refused it, up to one more than it may have. */
  readonly rules: string[];
}

interface Shape {
  good: number;
  /** The first clients whose requests of this shape were good. */
  readonly clients: string[];
}

/**
 * Tells refused requests that look like good ones: of a client that is known for good requests, and of a shape
 * (verb, path and names of arguments) that several clients send and get a good answer to. Both must hold, so that
 * neither an attacker behind a busy address nor an attack on a busy path is taken for a false alarm. Kept in
 * memory, bounded; whoever sends what is new each time only pushes out what nobody has asked for longest.
 */
export class Suspicion {
  readonly #clients = new Recent<Client>(mostClients);
  readonly #shapes = new Recent<Shape>(mostShapes);

  /** A request that was let through and answered well, and in which nothing was found. */
  good(e: Event): void {
    this.#clients.touch(e.client, newClient).good++;
    const shape = this.#shapes.touch(shapeOf(e), newShape);
    shape.good++;
    if (shape.clients.length < clientsOfShape && !shape.clients.includes(e.client))
      shape.clients.push(e.client);
  }

  /**
   * A request that a rule refused, or would have: whether it looks like a good one. `tells` is false of a rule that
   * only counted and found nothing, which says nothing of the client either.
   */
  refused(e: Event, rule: string, tells: boolean): boolean {
    const client = this.#clients.touch(e.client, newClient);
    if (!tells) return known(client) && usual(this.#shapes.get(shapeOf(e)));
    client.refused++;
    if (client.rules.length <= mostRules && !client.rules.includes(rule)) client.rules.push(rule);
    return known(client) && usual(this.#shapes.get(shapeOf(e)));
  }

  /** How much is remembered. */
  get sizes(): { readonly clients: number; readonly shapes: number } {
    return { clients: this.#clients.size, shapes: this.#shapes.size };
  }
}

const newClient = (): Client => ({ good: 0, refused: 0, rules: [] });
const newShape = (): Shape => ({ good: 0, clients: [] });

const known = ({ good, refused, rules }: Client): boolean =>
  good >= goodOfClient && rules.length <= mostRules && (refused - 1) * refusedShare <= good;

const usual = (shape: Shape | undefined): boolean =>
  shape !== undefined && shape.good >= goodOfShape && shape.clients.length >= clientsOfShape;

const mostSegments = 8;
const mostNames = 20;
const longest = 200;

const shapeOf = (e: Event): string => `${e.method} ${pathShape(e.stagePath)}?${argumentShape(e.query)}`;

/** A path with `*` for what differs from one thing to the next: segments with a digit in them, and long ones. */
export function pathShape(path: string): string {
  const segments = path.split('/', mostSegments + 1).map((s) => (/\d/.test(s) || s.length > 40 ? '*' : s));
  return segments.slice(0, mostSegments).join('/').slice(0, longest);
}

/** The different names of a query's arguments, in the order of letters. */
function argumentShape(query: string): string {
  if (query === '') return '';
  const names = query.split('&', mostNames).map((part) => part.split('=', 1)[0]!);
  return [...new Set(names)].sort().join('&').slice(0, longest);
}
