import type { Clock } from '../../base/clock.ts';
import type { Event } from '../../base/event.ts';
import { HeavyHitters } from '../journal/heavy-hitters.ts';

/** How often a bot asked for a path. */
export interface BotVisits {
  readonly path: string;
  /** As its labels name it; '' where they do not. */
  readonly name: string;
  readonly category: string;
  readonly organization: string;
  readonly count: number;
}

/** As samples: three hours, in parts of ten minutes. */
const spanMs = 3 * 3_600_000;
const partMs = 600_000;
/** Of one part and web ACL; and web ACLs that are counted. */
const mostKeys = 512;
const mostAcls = 64;
const longestPath = 200;
const prefix = 'awswaf:managed:aws:bot-control:bot:';
const gap = '\n';

interface Part {
  readonly from: number;
  readonly visits: HeavyHitters;
}

/** Requests of bots that the group for bots has named, by path: the most frequent of the last three hours. */
export class BotTraffic {
  readonly #clock: Clock;
  readonly #acls = new Map<string, Part[]>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(e: Event, aclArn: string): void {
    const bot = botOf(e.labels);
    if (bot === null) return;
    const part = this.#part(aclArn, e.at - (e.at % partMs));
    part?.visits.add(`${e.stagePath.slice(0, longestPath)}${gap}${bot}`);
  }

  /** What was counted in the parts that a span of time touches. Milliseconds since the epoch. */
  between(aclArn: string, fromMs: number, toMs: number): readonly BotVisits[] {
    const earliest = Math.max(fromMs, this.#clock.now() - spanMs);
    const parts = this.#acls.get(aclArn) ?? [];
    const counts = new Map<string, number>();
    for (const { from, visits } of parts) {
      if (from + partMs <= earliest || from >= toMs) continue;
      for (const [key, n] of visits.top(mostKeys)) counts.set(key, (counts.get(key) ?? 0) + n);
    }
    return [...counts].map(([key, count]) => {
      const [path = '', name = '', category = '', organization = ''] = key.split(gap);
      return { path, name, category, organization, count };
    });
  }

  #part(aclArn: string, from: number): Part | null {
    let parts = this.#acls.get(aclArn);
    if (parts === undefined) {
      if (this.#acls.size >= mostAcls) return null;
      parts = [];
      this.#acls.set(aclArn, parts);
    }
    // Workers are drained in turn: what another one saw a moment ago may belong to the part before.
    for (let i = parts.length - 1; i >= 0; i--) if (parts[i]!.from === from) return parts[i]!;
    const part = { from, visits: new HeavyHitters(mostKeys) };
    parts.push(part);
    while (parts[0]!.from <= from - spanMs - partMs) parts.shift();
    return part;
  }
}

/** Name, category and organization, parted; null for a request of no bot. */
function botOf(labels: readonly string[]): string | null {
  let name = '';
  let category = '';
  let organization = '';
  for (const label of labels) {
    if (!label.startsWith(prefix)) continue;
    const rest = label.slice(prefix.length);
    if (rest.startsWith('name:')) name = rest.slice(5);
    else if (rest.startsWith('category:')) category = rest.slice(9);
    else if (rest.startsWith('organization:')) organization = rest.slice(13);
  }
  return name === '' && category === '' ? null : [name, category, organization].join(gap);
}
