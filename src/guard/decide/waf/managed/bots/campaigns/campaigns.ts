import type { Exchange } from '../../../../../../base/exchange.ts';
import type { WafGiven } from '../../../statement.ts';
import { addressKey, textKey } from '../../abuse/volume.ts';
import { clientKind, shapeHash } from './client-kind.ts';
import { Tally, tallyBytes, windowMs } from './tally.ts';
import { type Visit, Visits, visitsBytes } from './visits.ts';

/** How a session stands to the others of its kind that go the same way. */
export interface Concert {
  /** Sessions of its kind on its way in the last five to ten minutes, and the addresses they come from, about. */
  readonly sessions: number;
  readonly addresses: number;
  /** How much more frequent the way is with its kind than with all others. */
  readonly peculiar: number;
  /** How many times as large a share of all sessions they are as is usual. */
  readonly rise: number;
  /** 0: nothing; 1 to 3: low, medium, high. */
  readonly level: number;
}

const alone: Concert = Object.freeze({ sessions: 0, addresses: 0, peculiar: 0, rise: 0, level: 0 });

/** What each level takes, the highest first; ours. */
const levels = [
  { level: 3, sessions: 300, peculiar: 40, rise: 20 },
  { level: 2, sessions: 100, peculiar: 20, rise: 10 },
  { level: 1, sessions: 30, peculiar: 10, rise: 5 },
] as const;
/** Sessions of other kinds that there must be to compare with. */
const fewestOthers = 30;
/** Of so many sessions no more addresses are asked for: counting them is good to some hundreds. */
const mostAddresses = 200;

/** Tells sessions apart that act in concert: `of` notes the request, but in a traced walk. */
export class Campaigns {
  readonly #given: Pick<WafGiven, 'clock' | 'tracing'>;
  readonly #visits: Visits;
  readonly #tally: Tally;

  /** `id` is the same for all rules that ask. */
  constructor(given: Pick<WafGiven, 'cells' | 'clock' | 'tracing'>, id: string) {
    this.#given = given;
    this.#visits = new Visits(given.cells(`abuse/${id}/visits`, visitsBytes));
    this.#tally = new Tally(given.cells(`abuse/${id}/tally`, tallyBytes));
  }

  of(x: Exchange, session: string): Concert {
    const window = Math.floor(this.#given.clock.steady() / windowMs) + 1;
    const { a, b } = textKey(session);
    const visit = this.#given.tracing
      ? this.#visits.of(a, b, window)
      : this.#visits.step(a, b, window, shapeHash(x.method, x.path), () => textKey(clientKind(x)).a);
    if (visit === null) return alone;
    if (visit.complete) this.#count(x, visit, window);
    return this.#concert(visit, window);
  }

  #count(x: Exchange, { kind, way }: Visit, window: number): void {
    const from = addressKey(x);
    const address = textKey(`${from.a} ${from.b} ${from.c} ${from.d}`).a;
    this.#tally.addToAll(window);
    this.#tally.add(kind, ofKind, window, address);
    this.#tally.add(way, ofWay, window, address);
    this.#tally.add(pairOf(kind, way), way, window, address);
  }

  #concert({ kind, way }: Visit, window: number): Concert {
    const pair = this.#tally.of(pairOf(kind, way), way, window);
    const { sessions, addresses, usual } = pair;
    const all = this.#tally.all(window);
    const ofItsKind = this.#tally.of(kind, ofKind, window).sessions;
    const others = all - ofItsKind;
    if (sessions < levels[2].sessions || others < fewestOthers || !this.#tally.ripe())
      return this.#given.tracing ? { ...alone, sessions, addresses } : alone;
    const othersOnIt = Math.max(0, this.#tally.of(way, ofWay, window).sessions - sessions);
    const peculiar = sessions / Math.max(ofItsKind, sessions) / ((othersOnIt + 1) / (others + 1));
    const rise = sessions / all / usual;
    const spread = addresses >= Math.min(sessions / 2, mostAddresses);
    const level = spread ? levelOf(sessions, peculiar, rise) : 0;
    return { sessions, addresses, peculiar, rise, level };
  }
}

function levelOf(sessions: number, peculiar: number, rise: number): number {
  for (const least of levels)
    if (sessions >= least.sessions && peculiar >= least.peculiar && rise >= least.rise) return least.level;
  return 0;
}

// What stands in the second word of a key, so that kinds, ways and pairs are kept apart.
const ofKind = 1;
const ofWay = 2;
const pairOf = (kind: number, way: number): number => Math.imul(kind ^ 0x5bd1e995, 0x01000193) ^ way;
