// Aliases of YAML that name one another.

import { test } from 'node:test';
import { detectDeserialization } from '../../../../src/guard/decide/waf/detect/deserialization/deserialization.ts';
import { blocks, passes } from '../judged.ts';

const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
const nine = (name: string): string[] => Array.from({ length: 9 }, () => `*${name}`);
const flow = names.map((name, i) => `${name}: &${name} [${i === 0 ? 'x' : nine(names[i - 1]!).join(',')}]`);
const blocksOf = names.map(
  (name, i) =>
    `${name}: &${name}\n${(i === 0 ? ['x'] : nine(names[i - 1]!)).map((n) => `  - ${n}`).join('\n')}`,
);

test('lists that hold the one before several times are an attack once they come to ten thousand nodes', () => {
  blocks(detectDeserialization, [
    flow.join('\n'),
    blocksOf.join('\n'),
    `kind: ConfigMap\ndata:\n  ${flow.join('\n  ')}`,
    `{${names.map((name, i) => `${name}: &${name} {x: ${i === 0 ? 1 : `[${nine(names[i - 1]!).join(', ')}]`}}`).join(', ')}}`,
    // The same name again and again.
    `x: &a [y]\n${Array.from({ length: 6 }, () => 'x: &a [*a, *a, *a, *a, *a]').join('\n')}`,
  ]);
});

test('maps that are shared, and pointers and references of programs, are none', () => {
  const job = (i: number): string =>
    `job${i}: &job${i}\n  <<: *base\n  steps:\n    - *checkout\n    - *install\n    - *job${i > 0 ? i - 1 : 0}\n`;
  passes(detectDeserialization, [
    `.base: &base\n  image: node\n.checkout: &checkout\n  run: git\n${Array.from({ length: 40 }, (_, i) => job(i)).join('')}`,
    flow.slice(0, 4).join('\n'),
    Array.from({ length: 60 }, (_, i) => `swap(&a, &b); int x${i} = f(*a, *b, *a); g(x, &a, *b);`).join('\n'),
    Array.from({ length: 60 }, () => 'let v: &mut [u8] = &buf [..]; let w = [*v, *v, *w];').join(' '),
    '* one\n* two & three\n* four *bold* &c. *more*',
  ]);
});
