import assert from 'node:assert/strict';
import { test } from 'node:test';
import { having } from '../../../src/guard/decide/waf/cases.ts';
import headerOrder from '../../../src/guard/decide/waf/fields/header-order.ts';
import jsonBody from '../../../src/guard/decide/waf/fields/json-body.ts';
import { scanJson } from '../../../src/guard/decide/waf/json/scan.ts';
import { usualLimits } from '../../../src/guard/decide/waf/limits.ts';
import { Gathering, type Selection } from '../../../src/guard/decide/waf/parts/selection.ts';
import { exchangeOf } from './at-hand.ts';

const selection = (OversizeHandling: Selection['OversizeHandling']): Selection => ({
  MatchPattern: { All: {} },
  MatchScope: 'VALUE',
  OversizeHandling,
});

function gathered(count: number, size: number, handling: Selection['OversizeHandling']) {
  const found = new Gathering(selection(handling), () => true);
  for (let i = 0; i < count; i++) if (!found.add('n', 'v'.repeat(size - 1))) break;
  return found.value;
}

test('of headers and cookies 200 are looked at, or 8 192 bytes, whichever comes first', () => {
  assert.equal((gathered(201, 2, 'CONTINUE') as string[]).length, 200);
  assert.equal(gathered(200, 2, 'MATCH') === true, false);
  assert.equal(gathered(201, 2, 'MATCH'), true);
  assert.equal(gathered(201, 2, 'NO_MATCH'), false);
  const cut = gathered(3, 4_000, 'CONTINUE') as string[];
  assert.deepEqual(
    cut.map((text) => text.length),
    [3_999, 3_999, 191],
  );
  assert.equal(gathered(2, 4_096, 'MATCH') === true, false);
  assert.equal(gathered(3, 4_000, 'MATCH'), true);
});

test('the order of headers is their names in small letters, with colons', async () => {
  const read = headerOrder.compile({ OversizeHandling: 'CONTINUE' }, usualLimits);
  const written = 'x-forwarded-for:x-forwarded-proto:x-forwarded-port:x-amzn-trace-id';
  assert.equal(read(await exchangeOf(having('User-Agent', 'a', 'X-B', 'c'))), `${written}:user-agent:x-b`);
  assert.equal(read(await exchangeOf(having())), written);
});

test('JSON nested deeper than any stack is read to its end', () => {
  const deep = 100_000;
  const text = `${'[{"a":'.repeat(deep)}1${'}]'.repeat(deep)}`;
  const { texts, flaw } = scanJson(text, null, 'VALUE');
  assert.deepEqual([texts, flaw], [['1'], '']);
  assert.equal(scanJson('['.repeat(deep), null, 'ALL').flaw, 'is no JSON, or breaks off');
});

test('the limit of a web ACL decides how much of a body is looked at', async () => {
  const settings = { MatchPattern: { All: {} }, MatchScope: 'VALUE', OversizeHandling: 'MATCH' } as const;
  const x = await exchangeOf({ ...having(), method: 'POST', body: `{"a":"${'x'.repeat(40)}"}` });
  assert.equal(jsonBody.compile(settings, { bodyBytes: 20 })(x), true);
  assert.deepEqual(jsonBody.compile(settings, usualLimits)(x), ['x'.repeat(40)]);
});
