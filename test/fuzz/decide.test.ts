import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseAddress } from '../../src/base/address.ts';
import { Tree } from '../../src/guard/decide/route/tree.ts';
import { addresses } from '../../src/guard/decide/waf/addresses/forwarded.ts';
import { queryArguments } from '../../src/guard/decide/waf/parts/query-arguments.ts';
import { tableBytes } from '../../src/guard/decide/waf/rates/layout.ts';
import { standing } from '../../src/guard/decide/waf/rates/standing.ts';
import { RateTable } from '../../src/guard/decide/waf/rates/table.ts';

const verbs = ['GET', 'POST', 'ANY'];
const part = fc.constantFrom('a', 'b', 'c', '{p}');
const template = fc
  .tuple(fc.array(part, { maxLength: 4, size: 'max' }), fc.boolean())
  .map(([parts, greedy]) => `/${[...parts, ...(greedy ? ['{rest+}'] : [])].join('/')}`);
const routes = fc.uniqueArray(fc.tuple(fc.constantFrom(...verbs), template), {
  selector: ([verb, path]) => `${verb} ${path}`,
  maxLength: 12,
  size: 'max',
});

/** How specific a template is for a path: its parts' ranks from the left; null when it does not match. */
function rank(path: string, segments: readonly string[]): string | null {
  const parts = path.split('/').filter((p) => p !== '');
  let text = '';
  for (const [i, p] of parts.entries()) {
    if (p === '{rest+}') return segments.length > i ? `${text}1` : null;
    if (segments[i] === undefined) return null;
    if (p === '{p}') text += '2';
    else if (p === segments[i]) text += '3';
    else return null;
  }
  return parts.length === segments.length ? text : null;
}

test('the tree finds what trying every resource would find', () => {
  const property = fc.property(
    routes,
    fc.constantFrom('GET', 'POST', 'PUT'),
    fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 6, size: 'max' }),
    fc.boolean(),
    (list, verb, segments, slash) => {
      const tree = new Tree<string>();
      for (const [v, path] of list) tree.add(path, v, `${v} ${path}`);
      const found = tree.find(verb, `/${segments.join('/')}${slash && segments.length > 0 ? '/' : ''}`);
      const best = list
        .filter(([v]) => v === verb || v === 'ANY')
        .map(([v, path]) => ({ route: `${v} ${path}`, rank: rank(path, segments), exact: v === verb }))
        .filter((candidate) => candidate.rank !== null)
        .sort((a, b) => (a.rank === b.rank ? Number(b.exact) - Number(a.exact) : a.rank! < b.rank! ? 1 : -1));
      assert.equal(found?.method, best[0]?.route);
    },
  );
  fc.assert(property, { numRuns: 3000 });
});

test('the rate table gives the verdicts of counting by hand, and says them beforehand', () => {
  const property = fc.property(
    fc.integer({ min: 10, max: 40 }),
    fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 9000 })), {
      maxLength: 400,
      size: 'max',
    }),
    (limit, steps) => {
      const measure = { limit, windowMs: 60_000, keys: 64 };
      const table = new RateTable(new SharedArrayBuffer(tableBytes(measure)), measure);
      const seen: number[][] = [[], [], [], []];
      let now = 1_700_000_000_000;
      for (const [key, wait] of steps) {
        now += wait;
        const times = seen[key]!;
        const before = times.filter((time) => now - time < 60_000).length;
        const stands = standing(table, table.find(0, 0, 0xffff, key), now, 'exact');
        assert.equal(stands.over, before >= limit);
        assert.equal(stands.count, Math.min(before, limit));
        assert.equal(table.count(0, 0, 0xffff, key, now), before >= limit);
        times.push(now);
      }
    },
  );
  fc.assert(property, { numRuns: 300 });
});

test('arguments of a query are what splitting it by hand gives', () => {
  const property = fc.property(
    fc.array(fc.constantFrom('a', 'A', '=', '&', '%', 'b', ''), { maxLength: 20, size: 'max' }),
    (parts) => {
      const query = parts.join('');
      const pairs = query.split('&').filter((p) => p !== '');
      const value = (p: string) => (p.includes('=') ? p.slice(p.indexOf('=') + 1) : '');
      const list = (value: ReturnType<typeof queryArguments>) =>
        typeof value === 'string' ? [value] : value === false ? [] : value;
      assert.deepEqual(list(queryArguments(query, null)), pairs.map(value));
      const own = pairs.filter((p) => p.split('=')[0]!.toLowerCase() === 'a');
      assert.deepEqual(list(queryArguments(query, 'a')), own.map(value));
    },
  );
  fc.assert(property, { numRuns: 3000 });
});

test('a header of addresses gives one entry for each, and null for what is none', () => {
  const entry = fc.oneof(
    fc.ipV4(),
    fc.ipV6(),
    fc.string({ maxLength: 8 }).map((s) => s.replaceAll(',', '')),
  );
  const property = fc.property(fc.array(entry, { minLength: 1, maxLength: 15, size: 'max' }), (list) => {
    const read = addresses(list.join(' , '), 10);
    assert.equal(read.length, Math.min(10, list.length));
    for (const [i, text] of list.slice(-10).entries()) {
      assert.equal(read[i]?.text ?? null, parseAddress(text.trim())?.text ?? null);
    }
  });
  fc.assert(property, { numRuns: 1000 });
});
