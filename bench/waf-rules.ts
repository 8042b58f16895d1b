// What a web ACL of 1 000 rules costs beside one of 10: IP sets, byte matches and regular expressions in equal parts.
//   node bench/waf-rules.ts
import type { Rule } from '../src/define/model/web-acl.ts';
import { base64, type CaseRequest } from '../src/guard/decide/waf/cases.ts';
import waf from '../src/guard/decide/waf/waf.ts';
import { acl, aclArn, definition, exchangeOf, given, ipSets, rule } from '../test/units/decide/at-hand.ts';
import { median } from './support/rounds.ts';

const most = 3;
const lower = [{ Priority: 0, Type: 'LOWERCASE' }];
const fields = [{ UriPath: {} }, { QueryString: {} }, { SingleHeader: { Name: 'user-agent' } }] as const;

/** No rule matches the request: the one case where all of them have to be passed. */
function statementOf(i: number): Rule['statement'] {
  const looks = { FieldToMatch: fields[i % fields.length]!, TextTransformations: lower };
  if (i % 3 === 0) return { IPSetReferenceStatement: { ARN: `set${i}` } };
  if (i % 3 === 1)
    return {
      ByteMatchStatement: {
        ...looks,
        SearchString: base64(`bad-${i}-thing`),
        PositionalConstraint: ['CONTAINS', 'STARTS_WITH', 'EXACTLY'][i % 4] ?? 'ENDS_WITH',
      },
    };
  return { RegexMatchStatement: { ...looks, RegexString: `(?:evil|worse)[0-9]{1,3}-${i}\\.(?:php|asp)` } };
}

const request: CaseRequest = {
  method: 'GET',
  target: '/api/v2/products/1234567?category=books&sort=price&page=3&locale=en-GB',
  headers: [
    ...['Host', 'shop.example.com', 'Accept', 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.8'],
    ...[
      'User-Agent',
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0',
    ],
    ...['Accept-Language', 'en-GB,en;q=0.9', 'Cookie', 'session=0123456789abcdef; theme=dark'],
  ],
  body: '',
  from: '203.0.113.7',
};

/** Microseconds for one evaluation. */
async function cost(count: number): Promise<number> {
  const rules = Array.from({ length: count }, (_, i) =>
    rule(`r${i}`, statementOf(i), { Block: {} }, { priority: i }),
  );
  const sets = Object.fromEntries(
    rules.map((_, i) => [`set${i}`, [`10.${i >> 8}.${i & 255}.0/24`, `172.16.${i & 255}.0/28`]]),
  );
  const decide = waf.compile(
    { webAcl: aclArn },
    given(definition({ webAcls: [acl(rules)], ipSets: ipSets(sets) })),
  );
  const x = await exchangeOf(request);
  const rounds: number[] = [];
  for (let round = 0; round < 60; round++) {
    const from = process.hrtime.bigint();
    for (let i = 0; i < 2_000; i++)
      if ((decide(x) as { action: string }).action !== 'pass') throw new Error('matched');
    if (round >= 10) rounds.push(Number(process.hrtime.bigint() - from) / 2_000 / 1_000);
  }
  return median(rounds);
}

const ten = await cost(10);
const hundred = await cost(100);
const thousand = await cost(1_000);
const ratio = thousand / ten;
console.log(
  `${ratio < most ? 'ok    ' : 'MISSED'} 1 000 rules ${thousand.toFixed(2)} µs, 100 rules ${hundred.toFixed(2)} µs, 10 rules ${ten.toFixed(2)} µs: ${ratio.toFixed(2)} times (under ${most})`,
);
if (ratio >= most) process.exitCode = 1;
