import { type Category, categories, knownBots } from './known-bots.ts';

/** A bot that names itself. */
export interface Bot {
  /** As its label has it. */
  readonly name: string;
  readonly category: Category;
  /** Who runs it; '' when that is nobody in particular. */
  readonly organization: string;
  /** Domains that the names of its addresses end with, by what its owner publishes; none: only a list verifies it. */
  readonly domains: readonly string[];
}

/** What stands in a User-Agent, in lower case, and the bot it means. */
export const botTokens: ReadonlyMap<string, Bot> = new Map(entries());

function entries(): [string, Bot][] {
  return categories.flatMap((category) =>
    knownBots[category]
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .flatMap((line) => {
        const [names = '', organization = '', domains = ''] = line.split(';').map((field) => field.trim());
        const [first, ...others] = names.split('|');
        const bot: Bot = Object.freeze({
          name: first!.replace(/[^a-z0-9]+/g, '_').replace(/^_|_$/g, ''),
          category,
          organization,
          domains: Object.freeze(domains === '' ? [] : domains.split(' ')),
        });
        return [first!, ...others].map((name): [string, Bot] => [name, bot]);
      }),
  );
}
