import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import {
  CreateAPIKeyCommand,
  DeleteAPIKeyCommand,
  ListAPIKeysCommand,
  WAFV2Client,
} from '@aws-sdk/client-wafv2';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { Clock } from '../../src/base/clock.ts';
import { families } from '../../src/guard/decide/waf/tokens/puzzles/words.ts';
import { startGateway, type TestGateway } from '../gateway.ts';
import { patienceMs } from '../waiting.ts';
import { openBrowser } from './support/browser.ts';

const path = (text: string): string =>
  `ByteMatchStatement: { SearchString: "${text}", FieldToMatch: { UriPath: {} }, TextTransformations: [{ Priority: 0, Type: NONE }], PositionalConstraint: STARTS_WITH }`;

const folder = mkdtempSync(join(tmpdir(), 'portcullis-integration-'));
const listening = (server: Server): Promise<number> =>
  new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
  );

/** A single-page application, wherever its script comes from; its policy lets nothing inline run. */
const app = (script: string): string =>
  `<!doctype html><title>app</title><div id="box"></div><script src="${script}"></script>`;
const policy = (from: string): string =>
  `default-src 'none'; script-src ${from}; connect-src ${from}; img-src data:`;

let gateway: TestGateway;
let browser: Browser;
let place: string;
let key: string;
let waf: WAFV2Client;
let sites: Server;
let sitesPort: number;
const seen: { url: string; token: string; cookie: string; body: string }[] = [];

const upstream = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { headers, url = '' } = request;
  seen.push({
    url,
    token: String(headers['x-aws-waf-token'] ?? ''),
    cookie: headers.cookie ?? '',
    body: Buffer.concat(chunks).toString(),
  });
  response.setHeader('access-control-allow-origin', headers.origin ?? '*');
  response.setHeader('access-control-allow-headers', 'x-aws-waf-token');
  response.setHeader('access-control-allow-credentials', 'true');
  if (url.startsWith('/app')) {
    response.setHeader('content-type', 'text/html');
    response.setHeader('content-security-policy', policy("'self'"));
    return response.end(app(`/_portcullis/waf/${gateway.supervisor.definition.webAcls[0]!.aclId}/jsapi.js`));
  }
  response.end('inside');
});

before(async () => {
  const file = join(folder, 'portcullis.yaml');
  writeFileSync(
    file,
    `apis:
  shop: { to: "http://127.0.0.1:${await listening(upstream)}", webAcl: edge }
webAcls:
  edge:
    tokenDomains: [shop.test]
    rules:
      - { name: person, action: captcha, statement: { ${path('/buy')} } }
      - { name: browser, action: challenge, statement: { AndStatement: { Statements: [{ ${path('/data')} }, { NotStatement: { Statement: { ByteMatchStatement: { SearchString: OPTIONS, FieldToMatch: { Method: {} }, TextTransformations: [{ Priority: 0, Type: NONE }], PositionalConstraint: EXACTLY } } } }] } } }
settings: { wafLog: inspected, tokens: { difficulty: 10 } }`,
  );
  const data = join(folder, 'data');
  gateway = await startGateway({ files: [file], workers: 2, clock: Clock.byHand(), data });
  place = `${gateway.url}/_portcullis/waf/${gateway.supervisor.definition.webAcls[0]!.aclId}`;
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  waf = new WAFV2Client({ region: 'us-east-1', endpoint: gateway.endpoint, credentials });
  const TokenDomains = ['partner.test', 'shop.test'];
  key = (await waf.send(new CreateAPIKeyCommand({ Scope: 'REGIONAL', TokenDomains }))).APIKey!;
  // Other sites: pages that include the script from the gateway's address.
  sites = createServer((request, response) => {
    const from = at('api.shop.test');
    response.setHeader('content-type', 'text/html');
    response.setHeader('content-security-policy', policy(from));
    const script = request.url === '/plain' ? '' : `${place.replace('127.0.0.1', 'api.shop.test')}/jsapi.js`;
    response.end(script === '' ? '<!doctype html>' : app(script));
  });
  sitesPort = await listening(sites);
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  waf?.destroy();
  await gateway.close();
  upstream.close();
  sites?.close();
  rmSync(folder, { recursive: true, force: true });
});

const at = (host: string): string => gateway.url.replace('127.0.0.1', host);
const site = (host: string): string => `http://${host}:${sitesPort}`;

const asked = async (target: string, headers: Record<string, string>): Promise<number> => {
  const response = await fetch(gateway.url + target, { headers });
  await response.arrayBuffer();
  return response.status;
};

async function opened(url: string): Promise<{ page: Page; context: BrowserContext }> {
  const context = await browser.newContext();
  const page = await context.newPage();
  page.setDefaultTimeout(patienceMs);
  await page.goto(url);
  return { page, context };
}

test('the address that AWS names for integrations is where the scripts are', async () => {
  const { ApplicationIntegrationURL: address } = await waf.send(
    new ListAPIKeysCommand({ Scope: 'REGIONAL' }),
  );
  assert.equal(address, `${place}/`);
  for (const name of ['challenge.js', 'captcha.js', 'jsapi.js']) {
    const response = await fetch(address + name);
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('content-type'), 'text/javascript; charset=UTF-8');
    assert.equal((await response.text()).includes('AwsWafCaptcha'), name !== 'challenge.js');
  }
});

test('a page that includes the script has a token without anybody noticing, and its requests go on', async () => {
  const { page, context } = await opened(`${gateway.url}/app`);
  const token = await page.evaluate('AwsWafIntegration.getToken()');
  assert.match(String(token), /^[0-9a-f-]{36}:[\w-]+:[\w-]{43}$/);
  assert.equal(await page.evaluate('AwsWafIntegration.hasToken()'), true);
  const [cookie] = await context.cookies();
  assert.deepEqual([cookie!.name, cookie!.value, cookie!.httpOnly], ['aws-waf-token', token, true]);
  assert.equal(await page.evaluate('fetch("/data").then((r) => r.text())'), 'inside');
  assert.equal(await page.evaluate('"portcullis" in window || "integration" in window'), false);
  // The next page finds the token that there is, and does nothing for it.
  await page.reload();
  assert.equal(await page.evaluate('AwsWafIntegration.getToken()'), token);
  await context.close();
});

test('a request whose token has run out proves itself anew and is sent again, with its body', async () => {
  const { page, context } = await opened(`${gateway.url}/app`);
  await page.evaluate('AwsWafIntegration.getToken()');
  // The page believes its token for 300 s of the browser's time, while the gateway's clock has gone on.
  gateway.clock.advance(301_000);
  assert.equal(await page.evaluate('fetch("/data").then((r) => r.status)'), 202);
  assert.equal(await page.evaluate('AwsWafIntegration.checkForceRefresh()'), true);
  const sent = await page.evaluate(
    'AwsWafIntegration.fetch("/data?again", { method: "POST", body: "kept" }).then((r) => r.text())',
  );
  assert.equal(sent, 'inside');
  assert.equal(seen.findLast(({ url }) => url === '/data?again')!.body, 'kept');
  assert.equal(await page.evaluate('AwsWafIntegration.checkForceRefresh()'), false);
  gateway.clock.advance(301_000);
  await page.evaluate('AwsWafIntegration.forceRefreshToken()');
  assert.equal(await page.evaluate('fetch("/data").then((r) => r.status)'), 200);
  await context.close();
});

test('a page of a token domain gets a token from the gateway at another origin, and sends it as a header', async () => {
  const { page, context } = await opened(site('www.shop.test'));
  const token = await page.evaluate('AwsWafIntegration.getToken()');
  const [cookie] = await context.cookies(at('api.shop.test'));
  assert.deepEqual([cookie!.domain, cookie!.value], ['.shop.test', token]);
  const told = `AwsWafIntegration.fetch("${at('api.shop.test')}/data?far").then((r) => r.text())`;
  assert.equal(await page.evaluate(told), 'inside');
  assert.equal(seen.findLast(({ url }) => url === '/data?far')!.token, token);
  await context.close();
});

test('the token is told to no other site', async () => {
  const { page, context } = await opened(`${gateway.url}/app`);
  await page.evaluate('AwsWafIntegration.getToken()');
  const asked: Record<string, string>[] = [];
  await context.route('http://elsewhere.test/**', (route) => {
    asked.push(route.request().headers());
    return route.fulfill({ headers: { 'access-control-allow-origin': '*' }, body: 'there' });
  });
  // The policy of the page lets it ask nobody else, so the page is one without a policy.
  await page.route('**/app', async (route) => {
    const response = await route.fetch();
    const { 'content-security-policy': _, ...headers } = response.headers();
    await route.fulfill({ response, headers });
  });
  await page.goto(`${gateway.url}/app`);
  assert.equal(
    await page.evaluate('AwsWafIntegration.fetch("http://elsewhere.test/").then((r) => r.text())'),
    'there',
  );
  assert.equal(asked.length, 1);
  assert.equal('x-aws-waf-token' in asked[0]!, false);
  await context.close();
});

test('an image that somebody posted does not pass for the script, wherever it would have the token go', async () => {
  const { page, context } = await opened(`${gateway.url}/app`);
  const token = await page.evaluate('AwsWafIntegration.getToken()');
  const asked: string[] = [];
  await context.route('http://elsewhere.test/**', (route) => {
    if (!route.request().url().endsWith('.js')) asked.push(route.request().url());
    return route.fulfill({ headers: { 'access-control-allow-origin': '*' }, body: '{}' });
  });
  await page.route('**/app', async (route) => {
    const response = await route.fetch();
    const { 'content-security-policy': _, ...headers } = response.headers();
    const posted = '<img name="currentScript" src="http://elsewhere.test/challenge.js">';
    await route.fulfill({ headers, body: (await response.text()).replace('<script', `${posted}<script`) });
  });
  await page.goto(`${gateway.url}/app`);
  assert.equal(await page.evaluate('AwsWafIntegration.getToken().catch(String)'), token);
  assert.deepEqual(asked, []);
  await context.close();
});

test('an API key lets a page show the puzzle, and tells it nothing of the token that a visitor has', async () => {
  const headers = { origin: 'http://partner.test', host: 'api.shop.test' };
  const allowed = async (what: string): Promise<string | null> => {
    const response = await fetch(`${place}/${what}?key=${key}`, { headers });
    await response.arrayBuffer();
    return response.headers.get('access-control-allow-origin');
  };
  assert.equal(await allowed('captcha'), 'http://partner.test');
  for (const what of ['token', 'challenge']) assert.equal(await allowed(what), null, what);
});

test('a page of any other site gets no token, and learns nothing', async () => {
  const { page, context } = await opened(site('foreign.test'));
  assert.equal(
    await page.evaluate('AwsWafIntegration.getToken().then(() => "had", (fault) => fault.name)'),
    'TypeError',
  );
  assert.equal(await page.evaluate('AwsWafIntegration.hasToken()'), false);
  await context.close();
  for (const origin of [
    'http://foreign.test',
    'null',
    'http://shop.test.foreign.test',
    'http://xshop.test',
  ]) {
    const headers = { origin, host: 'api.shop.test' };
    for (const what of ['token', 'challenge', 'challenge.js', `captcha?key=${key}`]) {
      const response = await fetch(`${place}/${what}`, { headers });
      await response.arrayBuffer();
      assert.equal(response.headers.get('access-control-allow-origin'), null, `${origin} ${what}`);
      assert.equal(response.headers.get('vary'), 'Origin');
    }
    const preflight = await fetch(`${place}/challenge`, { method: 'OPTIONS', headers });
    assert.equal(preflight.status, 403);
  }
});

/** Takes the question in words in place of the picture, and answers it. */
async function solve(page: Page): Promise<void> {
  await page.click('#box button:text("A question instead")');
  await page.waitForSelector('#box form > p:visible');
  await page.waitForSelector('#box button.main:enabled');
  const text = (await page.textContent('#box form > p'))!;
  const [, family, list] = /^Type all the (\w+) in this list, in the same order: (.*)\.$/.exec(text)!;
  const right = list!.split(', ').filter((word) => families[family!]!.includes(word));
  await page.fill('#box #answer', right.join(' '));
  await page.click('#box button.main');
}

const render = (apiKey: string): string => `new Promise((resolve) => {
  window.heard = [];
  const heard = (what) => (value) => window.heard.push(what);
  AwsWafCaptcha.renderCaptcha(document.getElementById('box'), {
    apiKey: ${JSON.stringify(apiKey)},
    onLoad: () => resolve('loaded'),
    onPuzzleIncorrect: heard('incorrect'),
    onPuzzleCorrect: heard('correct'),
    onSuccess: (token) => { window.heard.push('success'); window.proof = token; },
    onError: (error) => resolve([error.name, error.kind, error.statusCode]),
  });
})`;

test('a puzzle in an element of the page is solved by a person, and what it protects is open then', async () => {
  const { page, context } = await opened(`${at('www.shop.test')}/app`);
  assert.equal(await page.evaluate('AwsWafIntegration.fetch("/buy").then((r) => r.status)'), 405);
  assert.equal(await page.evaluate(render(key)), 'loaded');
  await page.fill('#box #answer', 'wrong');
  await page.click('#box button.main');
  await page.waitForSelector('#box >> text=That was not right');
  await solve(page);
  await page.waitForSelector('#box >> text=Solved.');
  assert.deepEqual(await page.evaluate('heard'), ['incorrect', 'correct', 'success']);
  assert.equal(await page.evaluate('AwsWafIntegration.fetch("/buy").then((r) => r.text())'), 'inside');
  assert.equal(await page.evaluate('AwsWafIntegration.getToken().then((t) => t === proof)'), true);
  await context.close();
});

test('a site that the API key names shows the puzzle, and the token it gets counts as a header', async () => {
  const { page, context } = await opened(site('partner.test'));
  assert.equal(await page.evaluate(render(key)), 'loaded');
  await solve(page);
  await page.waitForSelector('#box >> text=Solved.');
  const proof = String(await page.evaluate('proof'));
  const bought = await asked('/buy', { 'x-aws-waf-token': proof, host: 'api.shop.test' });
  assert.equal(bought, 200);
  assert.equal(await asked('/buy', { host: 'api.shop.test' }), 405);
  await context.close();
});

test('without an API key of the site the page is told so, in AWS’s words, and shows no puzzle', async () => {
  const refused = ['CaptchaError', 'client_error', 403];
  const { page, context } = await opened(`${at('www.shop.test')}/app`);
  for (const wrong of ['', 'none', `${key}x`]) assert.deepEqual(await page.evaluate(render(wrong)), refused);
  await page.waitForSelector('#box >> text=cannot be shown on this site');
  await context.close();
  const own = await opened(`${gateway.url}/app`);
  assert.deepEqual(await own.page.evaluate(render(key)), refused);
  await own.context.close();
  await waf.send(new DeleteAPIKeyCommand({ Scope: 'REGIONAL', APIKey: key }));
  const gone = await opened(`${at('www.shop.test')}/app`);
  assert.deepEqual(await gone.page.evaluate(render(key)), refused);
  await gone.context.close();
});
