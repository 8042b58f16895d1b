import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseAddress } from '../../../src/base/address.ts';
import { Clock } from '../../../src/base/clock.ts';
import type { Dns } from '../../../src/guard/decide/given.ts';
import { IpRanges } from '../../../src/guard/decide/waf/addresses/ip-ranges.ts';
import { botOf, isBrowser } from '../../../src/guard/decide/waf/managed/bots/agent.ts';
import { botTokens } from '../../../src/guard/decide/waf/managed/bots/catalogue.ts';
import { NamedAddresses } from '../../../src/guard/decide/waf/managed/bots/names.ts';
import { managedGroups } from '../../../src/guard/decide/waf/managed/groups.ts';
import { botCell, listCell } from '../../../src/guard/decide/waf/managed/lists/listed.ts';
import {
  narrowRoom,
  rangesBytes,
  SharedRanges,
  wideRoom,
} from '../../../src/guard/decide/waf/managed/lists/ranges.ts';
import { guarded } from './guarded.ts';

const chrome =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36';
const googlebot = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)';
const namespace = 'awswaf:managed:aws:bot-control:';

/** The world as a test wants it: names of addresses, and addresses of names. */
function dnsOf(names: Record<string, string[]>, addresses: Record<string, string[]>) {
  const asked: string[] = [];
  const answer = async (what: string, of: Record<string, string[]>): Promise<string[]> => {
    asked.push(what);
    const found = of[what];
    if (found === undefined) throw Object.assign(new Error('nobody'), { code: 'ENOTFOUND' });
    return found;
  };
  const dns: Dns = {
    reverse: (address) => answer(address, names),
    forward: (name) => answer(name, addresses),
  };
  return { dns, asked };
}

const world = dnsOf(
  {
    '66.249.66.1': ['crawl-66-249-66-1.googlebot.com.'],
    '203.0.113.9': ['crawl.googlebot.com.evil.example.'],
  },
  { 'crawl-66-249-66-1.googlebot.com': ['66.249.66.1'] },
);

const botControl = 'AWSManagedRulesBotControlRuleSet';

function guard(level: 'COMMON' | 'TARGETED', more: { lists?: object; dns?: Dns; overrides?: object[] } = {}) {
  const configs = [{ [botControl]: { InspectionLevel: level } }];
  const one = guarded(botControl, { configs, dns: world.dns, ...more });
  return {
    ...one,
    async send(userAgent: string, from = '198.51.100.7', headers: readonly string[] = [], target = '/') {
      const request = { from, target, headers: ['User-Agent', userAgent, ...headers] };
      const { ended, action, labels } = await one.send(request);
      return { ended, action, labels: labels.map((label) => label.replace(namespace, '')) };
    },
  };
}

test('bots are known by what stands in their User-Agent, the longer name first', () => {
  const named = (agent: string): string => botOf(agent)?.name ?? '';
  assert.equal(named(googlebot), 'googlebot');
  assert.equal(named('Googlebot-Image/1.0'), 'googlebot_image');
  assert.equal(named('curl/8.5.0'), 'curl');
  assert.equal(named('python-requests/2.31.0'), 'python_requests');
  assert.equal(named('Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2)'), 'gptbot');
  assert.equal(named('facebookexternalhit/1.1'), 'facebookexternalhit');
  assert.equal(named('Slackbot-LinkExpanding 1.0'), 'slackbot_linkexpanding');
  assert.equal(named('MyCrawler/1.0 (+https://crawler.example)'), 'other');
  for (const agent of [
    chrome,
    'Mozilla/5.0 (Linux; Android 11; CUBOT_NOTE_20) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120 Mobile Safari/537.36',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) [Pinterest/iOS]',
    'Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0',
  ]) {
    assert.equal(named(agent), '', agent);
    assert.equal(isBrowser(agent), true, agent);
  }
  assert.ok(botTokens.size > 250, `${botTokens.size}`);
});

test('each bot is written down well', () => {
  for (const [token, bot] of botTokens) {
    assert.equal(token, token.toLowerCase());
    assert.match(bot.name, /^[a-z0-9_]+$/, token);
    assert.match(bot.organization, /^[a-z0-9_]*$/, token);
    for (const domain of bot.domains) assert.match(domain, /^[a-z0-9-]+(\.[a-z0-9-]+)+$/, token);
    assert.ok(botOf(`x ${token}9`) !== null, token);
  }
});

test('a bot that is who it says goes on with its labels, and one that only says so does not', async () => {
  const { send } = guard('COMMON');
  const real = await send(googlebot, '66.249.66.1');
  assert.equal(real.action, 'ALLOW');
  assert.deepEqual(real.labels, [
    'bot:category:search_engine',
    'bot:name:googlebot',
    'bot:verified',
    'bot:organization:google',
  ]);
  for (const from of ['203.0.113.9', '198.51.100.7']) {
    const fake = await send(googlebot, from);
    assert.equal(fake.ended, 'CategorySearchEngine');
    assert.ok(fake.labels.includes('bot:unverified'));
  }
  assert.equal((await send('curl/8.5.0')).ended, 'CategoryHttpLibrary');
  assert.equal((await send('GPTBot/1.2')).ended, 'CategoryAI');
  assert.equal((await send('Scrapy/2.11')).ended, 'CategoryScrapingFramework');
  assert.equal((await send('')).ended, 'SignalNonBrowserUserAgent');
  assert.equal((await send('MyApp/1.0')).ended, 'SignalNonBrowserUserAgent');
  assert.equal((await send(chrome.replace('Chrome/', 'HeadlessChrome/'))).ended, 'SignalAutomatedBrowser');
  assert.equal((await send(chrome)).action, 'ALLOW');
});

test('addresses that the operator names verify a bot without the DNS', async () => {
  const { send, at } = guard('COMMON', { lists: { bots: { duckduckbot: ['file'] }, hosting: ['file'] } });
  const ranges = new SharedRanges(at.cells(botCell('duckduckbot'), rangesBytes(narrowRoom)), narrowRoom);
  ranges.lay(IpRanges.of(['198.51.100.0/24']));
  new SharedRanges(at.cells(listCell('hosting'), rangesBytes(wideRoom)), wideRoom).lay(
    IpRanges.of(['198.51.100.0/24', '203.0.113.0/24']),
  );
  const bot = 'DuckDuckBot/1.1; (+http://duckduckgo.com/duckduckbot.html)';
  assert.equal((await send(bot, '198.51.100.7')).action, 'ALLOW');
  assert.equal((await send(bot, '192.0.2.1')).ended, 'CategorySearchEngine');
  assert.equal((await send(chrome, '203.0.113.1')).ended, 'SignalKnownBotDataCenter');
});

test('the DNS is asked once for an address, and what it said is forgotten in time', async () => {
  const { dns, asked } = dnsOf(
    { '66.249.66.1': ['a.googlebot.com'] },
    { 'a.googlebot.com': ['66.249.66.1'] },
  );
  const clock = Clock.byHand();
  const names = new NamedAddresses(dns, clock);
  const address = parseAddress('66.249.66.1')!;
  const domains = ['googlebot.com'];
  assert.equal(names.verified(address, domains), null);
  const [first, second] = [names.ask(address, domains), names.ask(address, domains)];
  assert.equal(first, second);
  await first;
  assert.equal(names.verified(address, domains), true);
  assert.equal(names.ask(address, domains), null);
  assert.deepEqual(asked, ['66.249.66.1', 'a.googlebot.com']);
  clock.advance(24 * 3_600_000 + 1);
  assert.equal(names.verified(address, domains), null);
});

test('a name that ends like the owner’s, or does not lead back, verifies nobody', async () => {
  const { dns } = dnsOf(
    { '203.0.113.1': ['evilgooglebot.com'], '203.0.113.2': ['a.googlebot.com'], '203.0.113.3': [] },
    { 'evilgooglebot.com': ['203.0.113.1'], 'a.googlebot.com': ['66.249.66.1'] },
  );
  const names = new NamedAddresses(dns, Clock.byHand());
  for (const text of ['203.0.113.1', '203.0.113.2', '203.0.113.3', '203.0.113.4']) {
    const address = parseAddress(text)!;
    await names.ask(address, ['googlebot.com']);
    assert.equal(names.verified(address, ['googlebot.com']), false, text);
  }
});

test('whoever makes up many addresses has no more than 64 asked about at once', async () => {
  const never: Dns = { reverse: () => new Promise(() => {}), forward: () => new Promise(() => {}) };
  const names = new NamedAddresses(never, Clock.byHand());
  for (let i = 0; i < 10_000; i++) names.ask(parseAddress(`20.1.${i >> 8}.${i & 255}`)!, ['googlebot.com']);
  assert.deepEqual(names.sizes, { known: 0, pending: 64 });
});

test('with TARGETED five requests of an address without a token get a challenge', async () => {
  const { send, clock } = guard('TARGETED');
  for (let i = 0; i < 4; i++) assert.equal((await send(chrome)).action, 'ALLOW');
  const fifth = await send(chrome);
  assert.deepEqual([fifth.ended, fifth.action], ['TGT_VolumetricIpTokenAbsent', 'CHALLENGE']);
  assert.equal((await send(chrome, '198.51.100.8')).action, 'ALLOW');
  clock.advance(301_000);
  assert.equal((await send(chrome)).action, 'ALLOW');
});

test('with TARGETED a token tells of a driven browser, of one that plays back, and of one that says two things', async () => {
  const { send, token } = guard('TARGETED');
  assert.equal((await send(chrome, '198.51.100.7', token({ signals: 4 }))).action, 'ALLOW');
  assert.equal(
    (await send(chrome, '198.51.100.7', token({ signals: 1 }))).ended,
    'TGT_SignalAutomatedBrowser',
  );
  const recorded = await send(chrome, '198.51.100.7', token({ signals: 12 }));
  assert.deepEqual([recorded.ended, recorded.action], ['TGT_SignalBrowserAutomationExtension', 'CAPTCHA']);
  const other = await send(chrome, '198.51.100.7', token({ signals: 2 }));
  assert.deepEqual([other.ended, other.action], ['TGT_SignalBrowserInconsistency', 'CAPTCHA']);
});

test('with TARGETED one token from many addresses is counted, then asked, then refused', async () => {
  const { send, token, clock } = guard('TARGETED', {
    overrides: ['Country'].flatMap((of) =>
      ['Medium', 'High'].map((level) => ({
        Name: `TGT_TokenReuse${of}${level}`,
        ActionToUse: { Count: {} },
      })),
    ),
  });
  const ended: string[] = [];
  for (let i = 1; i <= 9; i++)
    ended.push((await send(chrome, `198.51.100.${i}`, token({ id: 'one' }))).ended);
  assert.deepEqual(ended.slice(0, 5), ['', '', '', '', '']);
  assert.equal(ended[5], 'TGT_TokenReuseIpMedium');
  assert.equal(ended[8], 'TGT_TokenReuseIpMedium', 'the medium one asks first');
  const third = await send(chrome, '198.51.100.1', token({ id: 'two' }));
  assert.ok(!third.labels.some((label) => label.includes('token_reuse:ip')));
  clock.advance(301_000);
  const later = await send(chrome, '198.51.100.1', token({ id: 'one' }));
  assert.equal(later.action, 'ALLOW');
});

test('with COMMON nobody looks at tokens, and overrides may name rules of TARGETED', async () => {
  const { send } = guard('COMMON', {
    overrides: [{ Name: 'TGT_VolumetricIpTokenAbsent', ActionToUse: { Count: {} } }],
  });
  for (let i = 0; i < 9; i++) assert.equal((await send(chrome)).action, 'ALLOW');
  assert.deepEqual((await send(chrome)).labels, []);
});

test('the rules about coordinated activity are there unless machine learning is switched off, and say what they saw', async () => {
  const group = managedGroups().find(({ name }) => name === botControl)!;
  const learning = (EnableMachineLearning?: boolean) =>
    group
      .rules('LATEST', { InspectionLevel: 'TARGETED', EnableMachineLearning })
      .filter(({ name }) => name.startsWith('TGT_ML_'));
  assert.equal(learning().length, 3);
  assert.equal(learning(true).length, 3);
  assert.equal(learning(false).length, 0);
  // A campaign, over an hour of people who come and go.
  const { send, token, clock } = guard('TARGETED');
  let made = 0;
  const visit = async (agent: string, paths: readonly string[]) => {
    const id = `session-${made++}`;
    const from = `10.1.${(made >> 8) & 255}.${made & 255}`;
    let last = await send(agent, from, token({ id }));
    for (const path of paths) last = await send(agent, from, token({ id }), path);
    return last;
  };
  const kinds = [chrome, chrome.replace('126', '125'), chrome.replace('Windows NT 10.0', 'X11')];
  const people = async () => {
    for (let i = 0; i < 48; i++) {
      const { labels } = await visit(kinds[i % 3]!, ['/app', i % 2 === 0 ? '/list' : '/me', '/end']);
      assert.ok(!labels.some((label) => label.includes('coordinated')));
    }
  };
  for (let window = 0; window < 14; window++) {
    await people();
    clock.advance(300_000);
  }
  await people();
  let last = await visit(chrome, []);
  for (let i = 0; i < 60; i++) last = await visit(chrome, ['/login', '/coupon', '/coupon']);
  assert.ok(last.labels.includes('targeted:aggregate:coordinated_activity:low'));
  assert.equal(last.action, 'ALLOW', 'a challenge that its token has passed');
});
