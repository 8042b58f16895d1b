// Injections that SQLite really runs: values drawn from its grammar, put into queries as careless programs put them
// there, and kept where they show what they must not or change what is stored. What the engine does is the judge.
import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { blockedBy } from '../report/default-set.ts';
import { SqlValues } from './sql-values.ts';

interface Place {
  readonly name: string;
  /** What the value stands behind; '': in the place of a number. */
  readonly quote: string;
  query(value: string): string;
}

const places: readonly Place[] = [
  { name: 'a name', quote: "'", query: (v) => `SELECT id, name FROM users WHERE name='${v}'` },
  {
    name: 'a name of two conditions',
    quote: "'",
    query: (v) => `SELECT id, name FROM users WHERE name='${v}' AND role='user'`,
  },
  {
    name: 'a name in parentheses',
    quote: "'",
    query: (v) => `SELECT id, name FROM users WHERE (name='${v}' AND role='user')`,
  },
  {
    name: 'a name in double quotes',
    quote: '"',
    query: (v) => `SELECT id, name FROM users WHERE name="${v}"`,
  },
  {
    name: 'a pattern',
    quote: "'",
    query: (v) => `SELECT id, name, price FROM products WHERE name LIKE '%${v}%'`,
  },
  { name: 'a number', quote: '', query: (v) => `SELECT id, name FROM users WHERE id=${v}` },
  {
    name: 'a number of two conditions',
    quote: '',
    query: (v) => `SELECT id, name FROM users WHERE id=${v} AND role='user'`,
  },
  { name: 'a list', quote: '', query: (v) => `SELECT id, name FROM users WHERE id IN (${v})` },
  { name: 'an order', quote: '', query: (v) => `SELECT id, name FROM products ORDER BY ${v}` },
  { name: 'a column', quote: '', query: (v) => `SELECT ${v} FROM products` },
  { name: 'a limit', quote: '', query: (v) => `SELECT id, name FROM products LIMIT ${v}` },
];

/** A database with a secret. */
function database(secret: string): DatabaseSync {
  const made = new DatabaseSync(':memory:');
  made.exec(`
    CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, email TEXT, password TEXT, role TEXT);
    INSERT INTO users VALUES (1, 'alice', 'a@x.test', '${secret}1', 'user'), (2, 'bob', 'b@x.test', '${secret}2', 'user'),
      (3, 'admin', 'c@x.test', '${secret}3', 'admin');
    CREATE TABLE products (id INTEGER PRIMARY KEY, name TEXT, price REAL);
    INSERT INTO products VALUES (1, 'lamp', 9.5), (2, 'desk', 120), (3, 'chair', 60);`);
  return made;
}

/** What a query shows, and what the users are then; null where it is none that runs. What it changed is undone. */
function shown(on: DatabaseSync, query: string): { readonly rows: string; readonly users: string } | null {
  on.exec('SAVEPOINT before');
  try {
    const rows = JSON.stringify(on.prepare(query).all());
    if (query.includes(';')) on.exec(query);
    const exists = on.prepare("SELECT count(*) AS n FROM sqlite_schema WHERE name = 'users'").get()!.n;
    return { rows, users: exists === 0 ? '' : JSON.stringify(on.prepare('SELECT * FROM users').all()) };
  } catch {
    return null;
  } finally {
    on.exec('ROLLBACK TO before; RELEASE before');
  }
}

const [one, other] = [database('aaaa'), database('zzzz')];
const untouched = shown(one, 'SELECT 1')!.users;

/**
 * True where a value, in that place, changes what is stored, or where what is shown depends on a secret: two databases
 * that differ in nothing else answer differently.
 */
function works({ query }: Place, value: string): boolean {
  const here = shown(one, query(value));
  if (here === null) return false;
  return here.users !== untouched || here.rows !== shown(other, query(value))?.rows;
}

const json = (value: string): string =>
  blockedBy({
    method: 'POST',
    target: '/v1/search',
    headers: ['Content-Type', 'application/json'],
    body: JSON.stringify({ q: value }),
  });

// Shares from 0 to 1, only ever made stricter.
const least = 0.995;

test('nearly every injection that shows a secret or changes what is stored, as SQLite runs it, is refused', () => {
  const values = new SqlValues(20_261_123);
  const tried = new Set<string>();
  const missed: string[] = [];
  let working = 0;
  for (let i = 0; i < 40_000; i++) {
    const place = places[i % places.length]!;
    const value = values.value(place.quote);
    if (value.length > 400 || tried.has(value)) continue;
    tried.add(value);
    if (!works(place, value)) continue;
    working++;
    if (json(value) === '') missed.push(`${place.name}: ${JSON.stringify(value)}`);
  }
  const refused = 1 - missed.length / working;
  console.log(
    `injections that SQLite runs: ${working - missed.length} of ${working} refused, ${(100 * refused).toFixed(1)} %`,
  );
  assert.ok(working > 2_000, `only ${working} work`);
  assert.ok(refused >= least, `${refused}:\n${missed.slice(0, 20).join('\n')}`);
});
