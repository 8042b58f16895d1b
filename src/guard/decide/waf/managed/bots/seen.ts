import type { Exchange } from '../../../../../base/exchange.ts';
import type { Given } from '../../../given.ts';
import { label } from '../../label.ts';
import type { WafGiven } from '../../statement.ts';
import { botRanges } from '../lists/listed.ts';
import type { SharedRanges } from '../lists/ranges.ts';
import { botOf, otherBot } from './agent.ts';
import { type Bot, botTokens } from './catalogue.ts';
import { NamedAddresses } from './names.ts';

/** What is made of who calls. */
export interface Seen {
  /** Null when its User-Agent names none. */
  readonly bot: Bot | null;
  /** Whether it is the bot it says. */
  readonly verified: boolean;
}

const nobody: Seen = Object.freeze({ bot: null, verified: false });

/** What is known of names, for all web ACLs of a worker together. */
const known = new WeakMap<object, NamedAddresses>();

function namesOf(given: Pick<Given, 'dns' | 'clock' | 'definition'>): NamedAddresses | null {
  const { dns, clock, definition } = given;
  if (dns === undefined || !definition.settings.lists.dns) return null;
  let names = known.get(dns);
  if (names === undefined) {
    names = new NamedAddresses(dns, clock);
    known.set(dns, names);
  }
  return names;
}

/** Looks once at who calls, and labels the request with what it says it is; for all rules of the group. */
export function seenBot(given: WafGiven): (x: Exchange) => Seen {
  const lists = rangesOf(given);
  const names = namesOf(given);
  return given.kept('bot', (x) => {
    const bot = botOf(x.header('user-agent'));
    if (bot === null) return nobody;
    const ranges = lists.get(bot.name);
    const verified =
      ranges === undefined
        ? bot.domains.length > 0 && names?.verified(x.client, bot.domains) === true
        : ranges.has(x.client);
    label(x, labelsOf(given.labelNamespace, bot, verified));
    return { bot, verified };
  });
}

/** Asks the DNS about a bot that says who it is, before the rules are asked; null when there is nothing to wait for. */
export function askingNames(given: Given): ((x: Exchange) => Promise<void> | null) | null {
  const names = namesOf(given);
  if (names === null) return null;
  const { bots } = given.definition.settings.lists;
  return (x) => {
    const bot = botOf(x.header('user-agent'));
    if (bot === null || bot.domains.length === 0 || Object.hasOwn(bots, bot.name)) return null;
    return names.ask(x.client, bot.domains);
  };
}

const rangesOf = (given: WafGiven): ReadonlyMap<string, SharedRanges> =>
  new Map(Object.keys(given.definition.settings.lists.bots).map((name) => [name, botRanges(given, name)]));

/** Every label that tells of a bot besides its category, without its prefix. */
export const botLabels: readonly string[] = [
  'bot:verified',
  'bot:unverified',
  ...new Set([...botTokens.values(), otherBot].map(({ name }) => `bot:name:${name}`)),
  ...new Set(
    [...botTokens.values()].flatMap(({ organization: o }) => (o === '' ? [] : [`bot:organization:${o}`])),
  ),
];

function labelsOf(namespace: string, bot: Bot, verified: boolean): string[] {
  const labels = [
    `${namespace}bot:category:${bot.category}`,
    `${namespace}bot:name:${bot.name}`,
    `${namespace}bot:${verified ? 'verified' : 'unverified'}`,
  ];
  if (bot.organization !== '') labels.push(`${namespace}bot:organization:${bot.organization}`);
  return labels;
}
