import { type Bot, botTokens } from './catalogue.ts';

/** A bot that nobody has written down, which says of itself that it is one. */
export const otherBot: Bot = Object.freeze({
  name: 'other',
  category: 'miscellaneous',
  organization: '',
  domains: Object.freeze([]),
});

// Longer ones first, so that `googlebot-image` is no `googlebot`; whole words, so that `javascript` is no `java`.
const known = new RegExp(
  `(?<![a-z0-9])(?:${[...botTokens.keys()]
    .toSorted((a, b) => b.length - a.length)
    .map((token) => token.replace(/[.*+?^$|{}()[\]\\/]/g, '\\$&'))
    .join('|')})(?![a-z])`,
);
// A Cubot is a telephone.
const saysBot = /(?:(?<!cu)bot|crawler|spider|crawl|scraper|fetcher)(?![a-z])|\+https?:\/\//;

/** User-Agents that were looked at, with what they are: browsers and bots send the same ones all the time. */
const remembered = new Map<string, Bot | null>();
const mostRemembered = 4_096;
/** What stands behind that in a User-Agent is not looked at. */
const longest = 1_024;

/** The bot that a User-Agent names; null when it names none. */
export function botOf(agent: string): Bot | null {
  const found = remembered.get(agent);
  if (found !== undefined) return found;
  const lower = agent.slice(0, longest).toLowerCase();
  const token = known.exec(lower)?.[0];
  const bot = token === undefined ? (saysBot.test(lower) ? otherBot : null) : botTokens.get(token)!;
  if (agent.length <= longest) {
    if (remembered.size >= mostRemembered) remembered.clear();
    remembered.set(agent, bot);
  }
  return bot;
}

/** Whether a User-Agent is written as those of browsers are. */
export const isBrowser = (agent: string): boolean =>
  /^(?:Mozilla\/5\.0 \(|Opera\/\d)/.test(agent) && /Gecko|AppleWebKit|Trident|Presto/.test(agent);

/** Whether a User-Agent, or what goes with it, names a browser that a program drives. */
export const isDriven = (agent: string, brands: string): boolean =>
  /HeadlessChrome|PhantomJS|SlimerJS|Selenium|WebDriver|Puppeteer|Playwright|Electron-Nightmare/i.test(
    agent,
  ) || /headless/i.test(brands);
