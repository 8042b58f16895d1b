import { z } from 'zod';
import { hasSystems, noSystems } from '../../addresses/places.ts';
import { callerRule } from '../caller-rule.ts';
import { lacksLists } from '../ip-lists.ts';
import { listed } from '../lists/listed.ts';
import type { ManagedGroup, ManagedRule } from '../managed-group.ts';
import { versionsTo } from '../managed-group.ts';
import { isBrowser, isDriven } from './agent.ts';
import type { Category } from './known-bots.ts';
import { askingNames, botLabels, seenBot } from './seen.ts';
import { coordinatedName, targetedRules } from './targeted.ts';

const config = z
  .strictObject({
    InspectionLevel: z
      .enum(['COMMON', 'TARGETED'])
      .default('COMMON')
      .describe('COMMON: bots that name themselves. TARGETED: those that do not, by their tokens.'),
    EnableMachineLearning: z
      .boolean()
      .optional()
      .describe('False: without the three rules about coordinated activity, which go by statistics here.'),
  })
  .describe('What the group has to know.');

type Config = z.infer<typeof config>;

/** AWS's names, in the order AWS lists them. */
const named: readonly (readonly [string, Category, string])[] = [
  ['CategoryAdvertising', 'advertising', 'bots of advertisers'],
  ['CategoryArchiver', 'archiver', 'bots that keep copies of sites'],
  ['CategoryContentFetcher', 'content_fetcher', 'bots that fetch feeds and media for people'],
  ['CategoryEmailClient', 'email_client', 'programs that fetch what stands in mails'],
  ['CategoryHttpLibrary', 'http_library', 'libraries and tools: `curl`, `python-requests`, `okhttp`'],
  ['CategoryLinkChecker', 'link_checker', 'bots that look for broken links'],
  ['CategoryMiscellaneous', 'miscellaneous', 'other bots that name themselves'],
  ['CategoryMonitoring', 'monitoring', 'bots that watch whether a site answers'],
  ['CategoryPagePreview', 'page_preview', 'bots that make previews for messages'],
  ['CategoryScrapingFramework', 'scraping_framework', 'frameworks for scraping: `Scrapy`, `Puppeteer`'],
  ['CategorySearchEngine', 'search_engine', 'bots of search engines'],
  ['CategorySecurity', 'security', 'bots that scan for weaknesses'],
  ['CategorySeo', 'seo', 'bots of those who sell search engine optimisation'],
  ['CategorySocialMedia', 'social_media', 'bots of social networks'],
  ['CategoryWebhooks', 'webhooks', 'services that call back'],
];

const ofCategory = (name: string, category: Category, about: string): ManagedRule =>
  callerRule({
    name,
    label: `bot:category:${category}`,
    fidelity: 'approximated',
    about: `A \`User-Agent\` that names ${about}; of those that can be verified, only who is not who it says.`,
    compile(given) {
      const seen = seenBot(given);
      return {
        test(x) {
          const { bot, verified } = seen(x);
          return bot !== null && bot.category === category && !verified;
        },
        looked: (x) => ({ bot: seen(x).bot?.name ?? '', verified: seen(x).verified }),
      };
    },
  });

const commonRules: readonly ManagedRule[] = [
  ...named.map(([name, category, about]) => ofCategory(name, category, about)),
  callerRule({
    name: 'CategoryAI',
    label: 'bot:category:ai',
    fidelity: 'approximated',
    about: 'A `User-Agent` that names a bot of an AI, verified or not.',
    compile(given) {
      const seen = seenBot(given);
      return {
        test: (x) => seen(x).bot?.category === 'ai',
        looked: (x) => ({ bot: seen(x).bot?.name ?? '' }),
      };
    },
  }),
  callerRule({
    name: 'SignalAutomatedBrowser',
    label: 'signal:automated_browser',
    fidelity: 'approximated',
    about: 'A browser that says that a program drives it: `HeadlessChrome`, `PhantomJS`.',
    compile: () => ({
      test: (x) => isDriven(x.header('user-agent'), x.header('sec-ch-ua')),
      looked: (x) => ({ userAgent: x.header('user-agent') }),
    }),
  }),
  callerRule({
    name: 'SignalKnownBotDataCenter',
    label: 'signal:known_bot_data_center',
    fidelity: 'approximated',
    about: 'Addresses on `settings.lists.hosting`, of callers that are no verified bot.',
    compile(given) {
      const seen = seenBot(given);
      const has = listed(given, 'hosting');
      return { test: (x) => has(x) && !seen(x).verified, looked: (x) => ({ client: x.client.text }) };
    },
  }),
  callerRule({
    name: 'SignalNonBrowserUserAgent',
    label: 'signal:non_browser_user_agent',
    fidelity: 'approximated',
    about: 'A `User-Agent` that is none of a browser, or none at all; of callers that are no verified bot.',
    compile(given) {
      const seen = seenBot(given);
      return {
        test: (x) => !isBrowser(x.header('user-agent')) && !seen(x).verified,
        looked: (x) => ({ userAgent: x.header('user-agent') }),
      };
    },
  }),
];

const isTargeted = (of: unknown): boolean => (of as Config | undefined)?.InspectionLevel === 'TARGETED';

/** Bots: those that name themselves, and with TARGETED those that do not. */
export const botControl: ManagedGroup = Object.freeze<ManagedGroup>({
  vendor: 'AWS',
  name: 'AWSManagedRulesBotControlRuleSet',
  description: 'Bots that name themselves, but for those that are who they say; and by their tokens others.',
  capacity: 50,
  labelNamespace: 'awswaf:managed:aws:bot-control:',
  versions: versionsTo(3, 2),
  latest: true,
  config,
  tokens: isTargeted,
  lacks: (settings, of) => [
    ...lacksLists({ hosting: 'SignalKnownBotDataCenter' })(settings),
    ...(isTargeted(of) && !hasSystems(settings)
      ? [`TGT_TokenReuseAsnLow, Medium and High match nothing: ${noSystems}`]
      : []),
  ],
  prepare: (given) => askingNames(given),
  gives: botLabels,
  leavesOut: targetedRules.map((rule) => rule.name),
  rules(_, of) {
    if (of !== undefined && !isTargeted(of)) return commonRules;
    const learns = (of as Config | undefined)?.EnableMachineLearning !== false;
    return [
      ...commonRules,
      ...targetedRules.filter(({ name }) => learns || !name.startsWith(coordinatedName)),
    ];
  },
});
