import { handWritten, type Line, write } from './lines.ts';

// Documents that ask for more than a front end does, of every shape and of many sizes.
const family = 'graphql';
const lines: Line[] = [];
const add = (context: string, value: string): void => {
  lines.push({ value, family, context, note: '1' });
};
const times = (n: number, make: (i: number) => string, glue = ' '): string =>
  Array.from({ length: n }, (_, i) => make(i)).join(glue);

for (const depth of [14, 16, 20, 25, 30, 50, 100, 500]) {
  const names = ['posts', 'author', 'friends', 'edges', 'node'];
  const nest = (n: number, inner: string): string =>
    times(n, (i) => `${names[i % names.length]} {`) + inner + '}'.repeat(n);
  add('depth', `{ ${nest(depth, 'id')} }`);
  add('depth', `query Q($id: ID!) { user(id: $id) { ${nest(depth, 'name')} } }`);
  add('depth', JSON.stringify({ query: `query { ${nest(depth, 'id')} }` }));
  add('depth', `{ a ${'{ ... on T { x '.repeat(depth)}{ y }${'} }'.repeat(depth)} }`);
  add(
    'depth',
    `{ me { ...F0 } } ${times(depth, (i) => `fragment F${i} on U { friends { ...F${i + 1} } }`)} fragment F${depth} on U { id }`,
  );
  // Cut off: what was inspected ends in the middle.
  add('depth', `{ ${times(depth, (i) => `${names[i % names.length]} {`)}`);
}
for (const n of [40, 60, 100, 250, 1000]) {
  add('aliases', `{ ${times(n, (i) => `a${i}: me { id }`)} }`);
  add(
    'aliases',
    `mutation { ${times(n, (i) => `m${i}: login(user: "admin", password: "p${i}") { token }`)} }`,
  );
  add('aliases', `query{${times(n, (i) => `alias${i}:__typename`, '\\n').replaceAll('\\n', '\n')}}`);
  add(
    'aliases',
    JSON.stringify({ query: `{ ${times(n, (i) => `c${i}: coupon(code: "${1000 + i}") { valid }`)} }` }),
  );
  add('aliases', `{ me { friends { ${times(n, (i) => `x${i}: name`)} } } }`);
}
for (const n of [12, 15, 25, 50, 200]) {
  add('batching', JSON.stringify(Array.from({ length: n }, () => ({ query: '{ me { id } }' }))));
  add(
    'batching',
    JSON.stringify(
      Array.from({ length: n }, (_, i) => ({
        query: 'mutation L($p: String!) { login(u: "a", p: $p) { t } }',
        variables: { p: `${i}` },
      })),
    ),
  );
  add(
    'batching',
    times(n, (i) => `query Q${i} { me { id } }`),
  );
}
for (const n of [60, 100, 500, 1000]) {
  add('directives', `{ __typename ${'@aa'.repeat(n)} }`);
  add('directives', `query { me ${times(n, () => '@skip(if: false)')} { id } }`);
  add('directives', `query Q ${times(n, (i) => `@d${i}`)} { me { id } }`);
  add('directives', `{ ${times(n, (i) => `f${i % 5} @include(if: true) @skip(if: false)`)} }`);
}
for (const n of [25, 50, 500, 2000]) {
  add('duplication', `{ me { ${times(n, () => 'name')} } }`);
  add('duplication', `query { ${times(n, () => '__typename')} }`);
  add('duplication', `{ ${times(n, () => 'me { id }')} }`);
  add('duplication', `{ me { ${times(n, () => '...F')} } } fragment F on U { id }`);
}
add('circular', 'query { me { ...A } } fragment A on U { friends { ...A } }');
add('circular', '{ ...A } fragment A on Q { ...B } fragment B on Q { ...A }');
add('circular', '{ ...A } fragment A on Q { x ...B } fragment B on Q { y ...C } fragment C on Q { z ...A }');
add('circular', 'fragment X on T { ...X }');
add('circular', 'query Q { node { ... on User { ...P } } } fragment P on User { posts { author { ...P } } }');
add(
  'circular',
  JSON.stringify({ query: '{ ...A } fragment A on Query { me { ...B } } fragment B on User { q { ...A } }' }),
);
for (const n of [8, 10, 14, 30]) {
  // Each fragment doubles the one behind it.
  add(
    'expansion',
    `{ ...F0 } ${times(n * 2, (i) => `fragment F${i} on Q { a${i} { ...F${i + 1} } b${i} { ...F${i + 1} } }`)} fragment F${n * 2} on Q { id }`,
  );
  add(
    'expansion',
    `{ ...F0 } ${times(n, (i) => `fragment F${i} on Q { ...F${i + 1} ...F${i + 1} ...F${i + 1} ...F${i + 1} }`)} fragment F${n} on Q { id name }`,
  );
}
write(family, 'attacks', lines);
write(family, 'benign', handWritten(family, 'benign'));
