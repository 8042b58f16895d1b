import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { createContext, runInContext } from 'node:vm';
import { inflateSync } from 'node:zlib';
import { PASS } from '../../../src/base/decision.ts';
import { settingsShape } from '../../../src/define/model/settings.ts';
import { HandedOut } from '../../../src/guard/decide/waf/tokens/handed-out.ts';
import { TokenKeys } from '../../../src/guard/decide/waf/tokens/keys.ts';
import { answersOf } from '../../../src/guard/decide/waf/tokens/pages.ts';
import {
  height,
  picture,
  width,
  writtenAnswer,
} from '../../../src/guard/decide/waf/tokens/puzzles/picture.ts';
import { families, question, wordsAnswer } from '../../../src/guard/decide/waf/tokens/puzzles/words.ts';
import { work, worked } from '../../../src/guard/decide/waf/tokens/work.ts';
import { exchangeOf } from '../decide/at-hand.ts';
import { captcha, guard, host, key, keysOf, withToken } from './at-hand.ts';

/** The answer to a question, as a person would find it. */
function solved(text: string): string {
  const [, family, list] = /^Type all the (\w+) in this list, in the same order: (.*)\.$/.exec(text)!;
  return list!
    .split(', ')
    .filter((word) => families[family!]!.includes(word))
    .join(', ');
}

async function inWords(one: ReturnType<typeof guard>) {
  const { content } = await one.own('GET', 'acl-1/captcha?as=words');
  const counter = work(content.nonce!, Number(content.difficulty));
  return { ticket: content.ticket!, counter, answer: solved(content.question!) };
}

test('whoever answers a question goes on where a puzzle is asked, and passes the challenge as well', async () => {
  const one = guard([captcha()]);
  const { ticket, counter, answer } = await inWords(one);
  const done = await one.own('POST', 'acl-1/captcha', {
    ticket,
    counter,
    answer: ` ${answer.toUpperCase()} `,
  });
  assert.equal(done.status, 200);
  assert.deepEqual(done.x.solution, { webAcl: 'acl', of: 'CAPTCHA', solved: true });
  const { decision, x } = await one.send({ headers: withToken(done.content.token!) });
  assert.equal(decision, PASS);
  assert.ok(x.labels?.includes('awswaf:managed:captcha:accepted'));
  assert.ok(x.labels?.includes('awswaf:managed:token:accepted'));
});

test('a wrong answer spends the puzzle, and many of them end the attempts of an address', async () => {
  const one = guard([captcha()]);
  const { ticket, counter, answer } = await inWords(one);
  const wrong = await one.own('POST', 'acl-1/captcha', { ticket, counter, answer: 'house' });
  assert.deepEqual([wrong.status, wrong.content.reason], [403, 'answer']);
  const right = await one.own('POST', 'acl-1/captcha', { ticket, counter, answer });
  assert.equal(right.content.reason, 'spent');
  for (let i = 0; i < 58; i++) await one.own('POST', 'acl-1/captcha', { ticket, counter, answer });
  assert.equal((await one.own('POST', 'acl-1/captcha', { ticket, counter, answer })).status, 429);
});

test('who has answered wrong too often is not heard when a guess is right, for ten minutes', async () => {
  const one = guard([captcha()]);
  const spent = await inWords(one);
  for (let i = 0; i < 60; i++) {
    const { status } = await one.own('POST', 'acl-1/captcha', spent);
    assert.equal(status, i === 0 ? 200 : 403);
  }
  assert.equal((await one.own('POST', 'acl-1/captcha', await inWords(one))).status, 200, 'after 59 of 60');
  assert.equal((await one.own('POST', 'acl-1/captcha', spent)).status, 403);
  const right = await one.own('POST', 'acl-1/captcha', await inWords(one));
  assert.deepEqual([right.status, right.content.reason], [429, 'pace']);
  assert.ok(right.headers.includes('Retry-After') && !right.headers.includes('Set-Cookie'));
  assert.equal((await one.pass()).status, 200, 'a challenge can be passed');
  one.clock.advance(601_000);
  assert.equal((await one.own('POST', 'acl-1/captcha', await inWords(one))).status, 200);
});

test('the answer to a picture is taken in any case, and stands nowhere in what is handed out', async () => {
  const keys = keysOf(key(1));
  const settings = settingsShape.parse({}).tokens;
  const known = { answer: 'KXR47A', bytes: Buffer.from('png') };
  const out = new HandedOut(keys, settings, () => known);
  const x = await exchangeOf({ method: 'GET', target: '/', headers: host, body: '', from: '203.0.113.7' });
  const task = out.make('picture', x)!;
  assert.doesNotMatch(JSON.stringify(task), /KXR47A/i);
  assert.notEqual(
    out.make('picture', x)!.ticket.split('.')[5],
    task.ticket.split('.')[5],
    'bound to its nonce',
  );
  assert.equal(writtenAnswer(' k x-r47a '), 'KXR47A');
});

test('a puzzle handed in with the answer to its picture is solved', async () => {
  const one = guard([captcha()]);
  const keys = new TokenKeys(one.at.laid.get('waf/token-keys')!);
  const out = new HandedOut(keys, one.at.definition.settings.tokens, () => ({
    answer: 'KXR47A',
    bytes: Buffer.from('png'),
  }));
  const x = await exchangeOf({ method: 'GET', target: '/', headers: host, body: '', from: '203.0.113.7' });
  Object.assign(x, { at: one.clock.now() });
  const { ticket, nonce, difficulty } = out.make('picture', x)!;
  const handed = { ticket, counter: work(nonce, difficulty), answer: 'kxr 47a' };
  assert.equal((await one.own('POST', 'acl-1/captcha', handed)).status, 200);
});

test('questions in words can be switched off', async () => {
  const one = guard([captcha()], {}, { difficulty: 8, words: false });
  assert.equal((await one.own('GET', 'acl-1/captcha?as=words')).status, 404);
  const page = (await one.send({ headers: ['Accept', 'text/html'] })).decision.prepared!.body;
  assert.match(page, /data-words="false"/);
});

test('a question has an answer of two words or more, in the order they stand', () => {
  for (let i = 0; i < 500; i++) {
    const { question: text, answer } = question();
    assert.equal(wordsAnswer(solved(text)), answer);
    assert.ok(answer.split(' ').length >= 2);
  }
});

test('no word belongs to two families', () => {
  const all = Object.values(families).flat();
  assert.equal(new Set(all).size, all.length);
});

test('a picture is a PNG with six characters on it, and never the same twice', () => {
  const [one, other] = [picture(), picture()];
  assert.match(one.answer, /^[A-Z347]{6}$/);
  assert.notDeepEqual(one.bytes, other.bytes);
  assert.equal(one.bytes.readUInt32BE(16), width);
  assert.equal(one.bytes.readUInt32BE(20), height);
  const length = one.bytes.readUInt32BE(33);
  const rows = inflateSync(one.bytes.subarray(41, 41 + length));
  assert.equal(rows.length, (width + 1) * height);
  const dark = rows.filter((shade) => shade > 0 && shade < 140).length;
  assert.ok(dark > 1_500 && dark < 12_000, `${dark} dark points`);
});

test('the page works by the same SHA-256 as the gateway', async () => {
  const script = readFileSync('src/guard/decide/waf/tokens/page/work.js', 'utf8');
  const page = createContext({ addEventListener() {}, performance, setTimeout });
  runInContext(script, page);
  const { head, work: find } = page.portcullis as {
    head(text: string): number;
    work(nonce: string, difficulty: number, tell: () => void): Promise<number>;
  };
  for (const text of ['', 'a', 'abc', '0123456789abcdef0123456789abcdef:12345678', 'x'.repeat(55)])
    assert.equal(head(text) >>> 0, createHash('sha256').update(text).digest().readUInt32BE(0));
  const nonce = '00112233445566778899aabbccddeeff';
  assert.equal(worked(nonce, await find(nonce, 12, () => {}), 12), true);
});

test('a page holds all it needs, and its policy lets nothing else run', () => {
  for (const action of ['CHALLENGE', 'CAPTCHA'] as const) {
    const { page } = answersOf({ action, path: '/_portcullis/waf/1', words: true });
    const of = (tag: string): string => new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(page.body)![1]!;
    const digest = (text: string): string => createHash('sha256').update(text).digest('base64');
    const policy = page.headers[page.headers.indexOf('Content-Security-Policy') + 1]!;
    assert.ok(policy.includes(`script-src 'sha256-${digest(of('script'))}'`));
    assert.ok(policy.includes(`style-src 'sha256-${digest(of('style'))}'`));
    assert.match(policy, /^default-src 'none';/);
    assert.equal(page.body.match(/<script/g)!.length, 1);
    assert.doesNotMatch(page.body, /https?:\/\/|\son\w+=|style=/);
    assert.doesNotMatch(page.body, /__\w+__|\/\*(style|script)\*\//);
  }
});
