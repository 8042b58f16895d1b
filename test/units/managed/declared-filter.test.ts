import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blockedBy } from '../../corpora/report/default-set.ts';

const query = (name: string, value: string): string =>
  blockedBy({ target: `/x?${name}=${encodeURIComponent(value)}` });
const json = (value: unknown): string =>
  blockedBy({
    method: 'POST',
    target: '/_find',
    headers: ['Content-Type', 'application/json'],
    body: JSON.stringify(value),
  });

test('operators within what is a filter by its name pass', () => {
  assert.equal(query('where', '{"price":{"$gt":10,"$lt":100},"tags":{"$in":["a","b"]}}'), '');
  assert.equal(query('where', '{"score":{"$gte":1000},"name":{"$regex":"^O\'"}}'), '');
  assert.equal(query('filters[$or][0][title][$contains]', 'news'), '');
  assert.equal(query('status[$in][]', 'open'), '');
  assert.equal(query('filters[title][$startsWith]', 'a'), '');
  assert.equal(
    json({ selector: { year: { $gt: 2010 }, $or: [{ kind: 'a' }, { kind: { $in: ['b'] } }] } }),
    '',
  );
});

test('a filter may leave out what it names, and nothing that is empty or a secret', () => {
  assert.equal(json({ filter: { $and: [{ genre: { $in: ['a'] } }, { author: { $ne: "o'hara" } }] } }), '');
  assert.equal(json({ query: { status: { $ne: 'closed' } } }), '');
  assert.equal(json({ filter: { category: { $ne: 5 } } }), '');
  for (const value of ['', null, [], {}, "' or 1=1--", '$x'])
    assert.notEqual(json({ filter: { status: { $ne: value } } }), '', JSON.stringify(value));
  for (const name of ['password', 'auth', 'authToken', 'user', 'email', 'role'])
    assert.notEqual(json({ filter: { [name]: { $ne: 'x' } } }), '', name);
  assert.notEqual(json({ filter: { $ne: 'x' } }), '');
  assert.notEqual(json({ status: { $ne: 'closed' } }), '');
});

test('what somebody is like may be set where services for analytics are told of it', () => {
  assert.equal(json({ events: [{ user_properties: { $set: { plan: 'pro' }, $add: { n: 1 } } }] }), '');
  assert.equal(json({ events: [{ user_properties: { $set: { plan: 'pro' } } }] }), '');
  assert.equal(json([{ $token: 'a', $distinct_id: '7', $set: { plan: 'pro' } }]), '');
  assert.equal(json({ properties: { $set: { plan: 'pro' }, $current_url: 'https://shop.example/' } }), '');
  for (const value of [
    { $set: { role: 'admin' } },
    { user: { $set: { role: 'admin' } } },
    { $set: { role: 'admin' }, $inc: { n: 1 } },
    { $set: { role: 'admin' }, x: 1 },
    { $set: { role: 'admin' }, x: { $token: 'a' } },
    { user_properties: { $where: 'sleep(1)' } },
    { user_properties: { name: { $ne: null } } },
    { $token: 'a', $where: 'sleep(1)' },
    { user_properties: { $set: { a: "' or 1=1-- " } } },
  ])
    assert.notEqual(json(value), '', JSON.stringify(value));
});

test('operators elsewhere, of secrets, of the whole filter and of script are blocked as before', () => {
  for (const text of [
    '{"$where":"sleep(5000)"}',
    '{"$ne":null}',
    '{"$regex":"^a"}',
    '{"password":{"$regex":"^a"}}',
    '{"password":{"$ne":""}}',
    '{"username":{"$in":["admin","root"]}}',
    '{"a":{"$ne":""}}',
    '{"a":{"$gt":""}}',
    '{"a":{"$where":"this.a==1"}}',
    '{"$or":[{"password":{"$regex":".*"}}]}',
    '{"$or":[{"a":1},{"$where":"sleep(1)"}]}',
    '{"a":{"$function":{"body":"function(){}"}}}',
    '{"$expr":{"$function":{"body":"x"}}}',
  ]) {
    assert.notEqual(query('where', text), '', text);
    assert.notEqual(query('id', text), '', text);
    assert.notEqual(json({ selector: JSON.parse(text) }), '', text);
    assert.notEqual(json(JSON.parse(text)), '', text);
  }
  for (const name of ['id', 'user', 'q']) {
    assert.notEqual(query(name, '{"a":{"$regex":"^a"}}'), '', name);
    assert.notEqual(json({ [name]: { $regex: '^a' } }), '', name);
    assert.notEqual(query(`${name}[$regex]`, '^a'), '', name);
  }
  for (const name of [
    'filters[$where]',
    'filter[password][$in]',
    'filter[$ne]',
    'filter[a][$regex]',
    'user[$in]',
    'username[$in][]',
    'role[$in][]',
    'a[$nin][]',
    'a[b][$in][]',
  ])
    assert.notEqual(query(name, 'a'), '', name);
  assert.notEqual(query('where', `{"name":{"$regex":"' OR 1=1--"}}`), '');
  assert.notEqual(query('where', `{"name":{"$in":["<script>alert(1)</script>"]}}`), '');
});
