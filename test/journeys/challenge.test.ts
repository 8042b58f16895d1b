import assert from 'node:assert/strict';
import { globSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { Clock } from '../../src/base/clock.ts';
import { families } from '../../src/guard/decide/waf/tokens/puzzles/words.ts';
import { work } from '../../src/guard/decide/waf/tokens/work.ts';
import { startGateway, type TestGateway } from '../gateway.ts';
import { eventually, had, patienceMs } from '../waiting.ts';
import { openBrowser } from './support/browser.ts';

const path = (text: string): string =>
  `ByteMatchStatement: { SearchString: "${text}", FieldToMatch: { UriPath: {} }, TextTransformations: [{ Priority: 0, Type: NONE }], PositionalConstraint: STARTS_WITH }`;
const page = '<!doctype html><title>inside</title><h1>inside</h1>';
const html = { accept: 'text/html' };

const folder = mkdtempSync(join(tmpdir(), 'portcullis-challenge-'));
const upstream = createServer((_, response) => response.setHeader('content-type', 'text/html').end(page));
let gateway: TestGateway;
let browser: Browser;
let place: string;

before(async () => {
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  const file = join(folder, 'portcullis.yaml');
  writeFileSync(
    file,
    `apis:
  shop: { to: "http://127.0.0.1:${(upstream.address() as AddressInfo).port}", webAcl: edge }
webAcls:
  edge:
    tokenDomains: [shop.test]
    rules:
      - { name: person, action: captcha, statement: { ${path('/buy')} } }
      - { name: browser, action: challenge, statement: { ${path('/page')} } }
settings: { wafLog: inspected, tokens: { difficulty: 12 } }`,
  );
  gateway = await startGateway({
    files: [file],
    workers: 2,
    clock: Clock.byHand(),
    data: join(folder, 'data'),
  });
  place = `${gateway.url}/_portcullis/waf/${gateway.supervisor.definition.webAcls[0]!.aclId}`;
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  await gateway.close();
  upstream.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Gets a challenge and hands it in, as a client does that is no browser but has read the documentation. */
async function proved(): Promise<{ token: string; ticket: string; counter: number }> {
  const task = (await (await fetch(`${place}/challenge`)).json()) as Record<string, string>;
  const counter = work(task.nonce!, Number(task.difficulty));
  const handed = JSON.stringify({ ticket: task.ticket, counter });
  const done = await fetch(`${place}/challenge`, { method: 'POST', body: handed });
  assert.equal(done.status, 200);
  assert.match(done.headers.get('set-cookie') ?? '', /^aws-waf-token=[^;]+; Path=\/; .*HttpOnly$/);
  const { token } = (await done.json()) as { token: string };
  return { token, ticket: task.ticket!, counter };
}

const asked = async (target: string, headers: Record<string, string> = {}): Promise<Response> => {
  const response = await fetch(gateway.url + target, { headers });
  await response.arrayBuffer();
  return response;
};

test('a client that does nothing is not let on, whatever it sends', async () => {
  const all: Record<string, string>[] = [
    {},
    html,
    { cookie: 'aws-waf-token=x' },
    { 'x-aws-waf-token': 'a:b:c' },
  ];
  for (const headers of all) {
    const response = await asked('/page', headers);
    assert.equal(response.status, 202);
    assert.equal(response.headers.get('x-amzn-waf-action'), 'challenge');
    assert.equal((await asked('/buy', headers)).status, 405);
  }
  assert.equal((await asked('/other')).status, 200);
});

test('whoever does the work is let on for 300 seconds, by every worker, and a ticket is taken once', async () => {
  const { token, ticket, counter } = await proved();
  const good = { cookie: `aws-waf-token=${token}`, connection: 'close' };
  for (let i = 0; i < 8; i++) assert.equal((await asked('/page', good)).status, 200);
  const again = JSON.stringify({ ticket, counter });
  for (let i = 0; i < 8; i++) {
    const headers = { connection: 'close' };
    const replayed = await fetch(`${place}/challenge`, { method: 'POST', body: again, headers });
    assert.equal(replayed.status, 403);
    assert.deepEqual(await replayed.json(), { reason: 'spent' });
  }
  gateway.clock.advance(300_000);
  assert.equal((await asked('/page', good)).status, 202);
});

test('a browser passes the challenge by itself', async () => {
  const { shown, context } = await opened();
  await shown.goto(`${gateway.url}/page?a=1`);
  await shown.waitForSelector('h1:text("inside")');
  assert.equal(new URL(shown.url()).search, '?a=1');
  const [cookie] = await context.cookies();
  assert.equal(cookie!.name, 'aws-waf-token');
  assert.equal(cookie!.httpOnly, true);
  await context.close();
});

test('a browser passes it without WebCrypto, where one cookie holds for all hosts of a domain', async () => {
  const { shown, context } = await opened();
  const at = (host: string): string => gateway.url.replace('127.0.0.1', host);
  await shown.goto(at('a.shop.test'));
  assert.equal(await shown.evaluate('window.isSecureContext'), false);
  await shown.goto(`${at('a.shop.test')}/page`);
  await shown.waitForSelector('h1:text("inside")');
  assert.equal((await shown.goto(`${at('b.shop.test')}/page`))!.status(), 200);
  assert.equal((await shown.goto(`${at('foreign.test')}/page`))!.status(), 202);
  await context.close();
});

test('a browser that keeps no cookie is told so, instead of turning for ever', async () => {
  const { shown, context } = await opened();
  await context.route('**/challenge', (route) =>
    route.request().method() === 'POST' ? route.fulfill({ json: { token: 'x' } }) : route.continue(),
  );
  await shown.goto(`${gateway.url}/page`);
  await shown.waitForSelector('text=does not keep the cookie');
  await shown.waitForSelector('button:text("Try again")');
  await context.close();
});

test('a person who answers a question in words goes on, and one who errs gets another puzzle', async () => {
  const { shown, context } = await opened();
  await shown.goto(`${gateway.url}/buy`);
  await shown.waitForSelector('#picture');
  assert.match((await shown.getAttribute('#picture', 'src'))!, /^data:image\/png;base64,/);
  await shown.click('#kind');
  await answered(shown, 'nothing of the kind');
  await shown.waitForSelector('text=That was not right');
  const words = /^Type all the (\w+) in this list, in the same order: (.*)\.$/.exec(
    (await shown.textContent('#question'))!,
  )!;
  const right = words[2]!.split(', ').filter((word) => families[words[1]!]!.includes(word));
  await answered(shown, right.join(' '));
  await shown.waitForSelector('h1:text("inside")');
  assert.equal((await shown.goto(`${gateway.url}/page`))!.status(), 200, 'it has proved a browser as well');
  await context.close();
});

test('a key that is revoked ends every token, without a restart', async () => {
  const { token } = await proved();
  const good = { cookie: `aws-waf-token=${token}` };
  assert.equal((await asked('/page', good)).status, 200);
  const file = join(folder, 'data', 'token-keys.json');
  assert.equal(statSync(file).mode & 0o777, 0o600);
  const { keys } = JSON.parse(readFileSync(file, 'utf8')) as { keys: { secret: string }[] };
  const other = Buffer.alloc(32, 3).toString('base64');
  writeFileSync(file, JSON.stringify({ keys: [{ ...keys[0], secret: other }] }));
  await eventually(async () => (await asked('/page', good)).status === 202);
});

test('what came of tokens and solutions stands in the WAF log and in the metrics', async () => {
  const { token } = await proved();
  await asked('/page?logged=good', { cookie: `aws-waf-token=${token}` });
  await asked('/page?logged=missing');
  gateway.supervisor.observer.poll();
  const metrics = await (await fetch(`${gateway.console}/metrics`)).text();
  assert.match(metrics, /portcullis_waf_solutions_total\{of="challenge",outcome="solved"\} [1-9]/);
  assert.match(metrics, /portcullis_waf_solutions_total\{of="challenge",outcome="failed"\} [1-9]/);
  assert.match(metrics, /ChallengesSolved_total/);
  assert.match(metrics, /RequestsWithValidChallengeToken_total/);
  const good = await logged('logged=good');
  const missing = await logged('logged=missing');
  assert.deepEqual(good.challengeResponse, { responseCode: 0, solveTimestamp: gateway.clock.now() / 1000 });
  assert.deepEqual(missing.challengeResponse, {
    ...{ responseCode: 202, solveTimestamp: 0, failureReason: 'TOKEN_MISSING' },
  });
  assert.equal(missing.action, 'CHALLENGE');
  assert.equal(missing.responseCodeSent, 202);
});

test('the page tells of an extension in it that plays back what was recorded, and of none where there is none', async () => {
  for (const recorder of [true, false]) {
    const { context, shown } = await opened();
    // As content scripts of Selenium IDE and Katalon leave it.
    if (recorder)
      await context.addInitScript('globalThis.recordedPrompt = null; globalThis.nextPromptResult = false;');
    const handed = shown.waitForRequest((request) => request.method() === 'POST');
    await shown.goto(`${gateway.url}/page?recorder=${recorder}`);
    const { browser: told } = JSON.parse((await handed).postData()!) as { browser: Record<string, unknown> };
    assert.equal(told.recorder, recorder);
    await context.close();
  }
});

/** The WAF log's record of the request with this query, once it is written. */
async function logged(query: string): Promise<Record<string, unknown>> {
  return had(async () => {
    gateway.supervisor.observer.poll();
    const [log] = globSync(join(folder, 'data', 'logs', '**', 'aws-waf-logs-edge.jsonl'));
    const lines = log === undefined ? [] : readFileSync(log, 'utf8').split('\n').slice(0, -1);
    const line = lines.find((each) => each.includes(query));
    if (line === undefined) throw new Error(`no record of a request with ${query}`);
    return JSON.parse(line);
  });
}

async function opened() {
  const context = await browser.newContext();
  const shown = await context.newPage();
  shown.setDefaultTimeout(patienceMs);
  return { context, shown };
}

async function answered(shown: Page, text: string): Promise<void> {
  await shown.waitForSelector('#question:visible');
  await shown.waitForSelector('#send:enabled');
  await shown.fill('#answer', text);
  await shown.click('#send');
}
