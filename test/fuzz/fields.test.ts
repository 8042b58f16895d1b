import { test } from 'node:test';
import type { Exchange } from '../../src/base/exchange.ts';
import { addresses, forwardedList } from '../../src/guard/decide/waf/addresses/forwarded.ts';
import { having } from '../../src/guard/decide/waf/cases.ts';
import type { Field } from '../../src/guard/decide/waf/field.ts';
import fields from '../../src/guard/decide/waf/fields/index.ts';
import { preParse } from '../../src/guard/decide/waf/parts/pre-parse.ts';
import { exchangeOf } from '../units/decide/at-hand.ts';
import { linear } from './linear.ts';

const bodyBytes = 65_536;
const paper = (): Promise<Exchange> => exchangeOf(having('X-A', ''));
const all = { MatchPattern: { All: {} }, MatchScope: 'ALL', OversizeHandling: 'CONTINUE' };
const settings: Readonly<Record<string, object>> = {
  AllQueryArguments: {},
  Body: { OversizeHandling: 'CONTINUE' },
  Cookies: all,
  HeaderOrder: { OversizeHandling: 'CONTINUE' },
  Headers: all,
  JsonBody: all,
  SingleHeader: { Name: 'x-a' },
  SingleQueryArgument: { Name: 'id' },
};
const pieces = [
  'a',
  'a&',
  'id=1&',
  'id[]&',
  '%69d=1&',
  '%',
  '+&',
  'a;',
  ';',
  '&',
  '=',
  ',',
  ' ',
  '1.2.3.4,',
  '\0',
];
const json = ['[', '{"a":', '"', '"\\u0041', '\\', '1,', '{"a":1,', '[{"b":', ':', ' '];

for (const kind of fields as unknown as readonly Field<unknown>[]) {
  const given = settings[kind.name];
  if (given === undefined) continue;
  test(`${kind.name} is read in time in proportion to what was sent, whatever is repeated, up to 64 KB`, async () => {
    const read = kind.compile(kind.shape.parse(given), { bodyBytes });
    const names = kind.names?.(kind.shape.parse(given), { bodyBytes });
    const x = await paper();
    for (const piece of [...pieces, ...json]) {
      const whole = piece.repeat(Math.ceil(65_536 / piece.length));
      linear(
        `${kind.name} of ${JSON.stringify(piece)}`,
        (text) => {
          // Of many short headers as of one long one.
          const short = text.slice(0, 20_000).split(/(?<=[,;&])/);
          const headers = ['Cookie', text, 'X-A', text, ...short, ...(short.length % 2 === 1 ? [''] : [])];
          Object.assign(x, { query: text, headers, prefix: Buffer.from(text, 'latin1') });
          x.unread = null;
          read(x);
          names?.(x);
        },
        whole,
      );
    }
  });
}

test('addresses of a header, and a query turned before it is parted, take time in proportion', async () => {
  const x = await paper();
  const turns = [
    'COMBINE_DUPLICATE_QUERY_ARGS_BY_COMMA',
    'REPLACE_SEMICOLONS_WITH_AMPERSANDS',
    'URL_DECODE_UNI',
  ];
  for (const piece of pieces) {
    const whole = piece.repeat(Math.ceil(65_536 / piece.length));
    const headers = (text: string): void => {
      Object.assign(x, { headers: ['X-A', text, 'X-A', text] });
      addresses(forwardedList(x, 'x-a') ?? '', 10);
    };
    linear(`addresses of ${JSON.stringify(piece)}`, headers, whole);
    for (const turn of turns) {
      const apply = preParse([turn]);
      linear(`${turn} of ${JSON.stringify(piece)}`, (text) => void apply(text), whole);
    }
  }
});
