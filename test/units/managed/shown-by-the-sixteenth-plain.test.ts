// What the sixteenth trial showed of plain requests and posts, each with what it lies close to.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blockedBy } from '../../corpora/report/default-set.ts';

const sent = (type: string, body: string): string =>
  blockedBy({ method: 'POST', target: '/a', headers: ['Content-Type', type], body });
const json = (value: unknown): string => sent('application/json', JSON.stringify(value));
const q = (value: string): string => json({ q: value });
const form = (body: string): string => sent('application/x-www-form-urlencoded', body);
const get = (target: string): string => blockedBy({ target });
const header = (name: string, value: string): string => blockedBy({ target: '/', headers: [name, value] });

const passes = (send: (value: string) => string, values: readonly string[]): void => {
  for (const value of values) assert.equal(send(value), '', value);
};
const blocks = (send: (value: string) => string, values: readonly string[]): void => {
  for (const value of values) assert.notEqual(send(value), '', value);
};

test('a name that a command has too is a name where a value stands beside it', () => {
  assert.equal(json({ uname: 'pat' }), '');
  assert.equal(json({ a: [{ uname: 'pat', ifconfig: 1 }] }), '');
  assert.equal(q('{"uname":"pat"}'), '');
  assert.equal(header('X-Client', '{"lang": "python", "uname": "Linux web-1 6.8.0 #1 SMP x86_64"}'), '');
  assert.equal(header('Cookie', 'a=b; uname=pat; netstat=1'), '');
  passes(form, ['uname=pat&psw=x', 'a=1&uname=pat']);
  passes(get, ['/?uname=pat', '/?a=1&uname=pat&b=2']);
  blocks(get, ['/?whoami', '/?uname=', '/?a=1&whoami', '/?whoami&whoami=', '/?uname=whoami', '/?uname=1;id']);
  blocks(form, ['whoami', 'whoami=', 'uname=whoami', ';whoami=1', '`whoami`=1']);
  blocks(q, ['whoami', 'uname']);
  assert.notEqual(json({ ';uname': 'pat' }), '');
  assert.notEqual(json({ uname: 'whoami' }), '');
  assert.notEqual(json({ 'cat /etc/passwd': 1 }), '');
  assert.notEqual(json({ 'uname -a': 1 }), '');
  assert.notEqual(header('Cookie', 'whoami'), '');
});

test('a call that words follow is the name of a thing, with a blank before its bracket too', () => {
  passes(q, ['Sleep (5) pillow set', 'sleep (8) mattress 90x200', 'sleep(1) in js', 'Sleep(30) in node']);
  assert.equal(get('/p/Sleep%20(5)%20pillow%20set'), '');
  blocks(q, [
    'sleep (5)',
    'sleep (5) and 1',
    'sleep(5) or 1',
    'sleep (5) limit 1',
    'sleep (5) desc',
    'sleep(1) in (1)',
  ]);
});

test('a procedure that tells who is there is what people ask about, in small letters too', () => {
  passes(q, ['exec sp_who', 'exec sp_who2', 'exec sp_help orders']);
  blocks(q, [
    '; exec sp_who',
    "1' exec sp_who--",
    'exec xp_cmdshell',
    'exec sp_who; drop table a',
    'exec sp_configure',
  ]);
});

test('two words behind the folder above are no folder', () => {
  passes(q, ['https://app.example.com/?q=..%2F%20relative%20import%20error', '..%2F relative import error']);
  blocks(q, [
    'https://app.example.com/?q=..%2Fadmin',
    'https://app.example.com/?q=..%2F..%2F%20x',
    '..%2F%20..%2F%20etc%2Fpasswd',
    '../ etc/passwd',
    'GET /a?x=%25252e%25252e%25252f HTTP/1.1\nHost: shop.example\n\n',
  ]);
});

test('a whole filter of a directory is one that its caller writes, until it lists what is there', () => {
  passes(q, [
    "(&(objectClass=person)(|(cn=O'Neil*)(mail=*@example.org))(!(locked=TRUE)))",
    '(&(objectCategory=person)(!(userAccountControl:1.2.840.113556.1.4.803:=2))(mail=*@example.com))',
  ]);
  blocks(q, [
    '(&(objectClass=*)(uid=a))',
    '(|(uid=*)(cn=a))',
    '(|(uid=**)(cn=a))',
    '(uid=*)',
    '(mail=*@*)',
    '(|(mail=*@*)(cn=a))',
    '*)(uid=*',
  ]);
});

test('a filter by its name may escape a backslash, and ask of another class', () => {
  const where = (value: unknown): string =>
    get(`/classes/Score?where=${encodeURIComponent(JSON.stringify(value))}`);
  assert.equal(where({ name: { $regex: '^\\Q75.6\\E' } }), '');
  assert.equal(
    json({ where: { post: { $inQuery: { where: { image: { $exists: true } }, className: 'Post' } } } }),
    '',
  );
  assert.notEqual(json({ selector: { _id: { $gt: null } }, limit: 999 }), '');
  assert.notEqual(where({ password: { $regex: '^\\Qa\\E' } }), '');
  assert.notEqual(where({ $where: 'sleep(5000)' }), '');
  assert.notEqual(get('/a?where=%7B%22a%22%3A%7B%22%5Cu0024where%22%3A%22sleep(5000)%22%7D%7D'), '');
  assert.notEqual(json({ where: { post: { $inQuery: { where: { password: { $exists: true } } } } } }), '');
  assert.notEqual(json({ _id: { $gt: null } }), '');
  assert.notEqual(json({ selector: { password: { $gt: null } } }), '');
});

test('the fence of a block of code ends no template of a script', () => {
  const code = 'class A { constructor() { setTimeout(function () { alert(this.x); }, 10); } }';
  passes(q, [`\`\`\`\n${code}\n\`\`\`\n`, `> ${code}\n\nTry:\n\n\`\`\`\n${code}\n\`\`\`\n\nThanks!`]);
  blocks(q, ['`;alert(1)//', '```\n`;alert(1)//', 'a```;alert(1)//', '```\n```\n`;alert(document.cookie)//']);
});
