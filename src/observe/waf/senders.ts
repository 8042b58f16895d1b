import { botOf } from '../../guard/decide/waf/managed/bots/agent.ts';
import { Budget } from '../budget.ts';

/** What a request says of what sent it. */
export interface Sender {
  /** `Desktop`, `Mobile`, `Tablet`, or `Other` for what is no browser. */
  readonly device: string;
  /** What a bot that names itself is for (`search_engine`); '' where none does. */
  readonly botCategory: string;
}

const maxKnown = 4_096;
/** User-Agents not seen before that are looked at in a second. */
const newPerSecond = 500;
/** What stands behind that in a User-Agent is not looked at. */
const longest = 512;

/** Tells what sends requests, by their User-Agents; each is looked at once, and of a flood of new ones some are. */
export class Senders {
  readonly #known = new Map<string, Sender>();
  readonly #new = new Budget(newPerSecond);

  /** Null when too many are new in the second of that moment (milliseconds since the epoch). */
  of(userAgent: string, at: number): Sender | null {
    const agent = userAgent.slice(0, longest);
    const known = this.#known.get(agent);
    if (known !== undefined) return known;
    if (!this.#new.take(at)) return null;
    if (this.#known.size >= maxKnown) this.#known.clear();
    const found = { device: deviceOf(agent), botCategory: botOf(agent)?.category ?? '' };
    this.#known.set(agent, found);
    return found;
  }
}

/** Android says `Mobile` on telephones alone; an iPad says that it is a Mac, and cannot be told from one. */
function deviceOf(agent: string): string {
  if (/iPad|Tablet|Kindle|Silk\/|PlayBook|Android(?!.*Mobile)/.test(agent)) return 'Tablet';
  if (/iPhone|iPod|Mobile|Windows Phone|Opera Mini/.test(agent)) return 'Mobile';
  return /Windows NT|Macintosh|X11|CrOS/.test(agent) ? 'Desktop' : 'Other';
}
