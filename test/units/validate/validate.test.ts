import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseAddress } from '../../../src/base/address.ts';
import { readJson } from '../../../src/base/json.ts';
import { Trace } from '../../../src/base/trace.ts';
import { isMultiple } from '../../../src/guard/decide/validate/schema/multiple-of.ts';
import { Schemas } from '../../../src/guard/decide/validate/schema/schemas.ts';
import { short } from '../../../src/guard/decide/validate/wording.ts';
import { ask, checks } from './site.ts';

const pet = {
  type: 'object',
  required: ['name', 'age'],
  additionalProperties: false,
  properties: {
    name: { type: 'string', pattern: '^[a-z]+$', maxLength: 5 },
    age: { type: 'integer', minimum: 0 },
    kind: { $ref: 'https://apigateway.amazonaws.com/restapis/abcdefghij/models/Kind' },
  },
};
const models = { Pet: pet, Kind: { type: 'string', enum: ['cat', 'dog'] } };
const json = { requestModels: { 'application/json': 'Pet' } };

test('the parameters that a request lacks are named in order of the alphabet, path, query and header alike', async () => {
  const steps = checks({
    method: {
      requestParameters: {
        'method.request.querystring.zeta': true,
        'method.request.querystring.alpha': true,
        'method.request.header.X-Mine': true,
        'method.request.header.X-Other': false,
      },
    },
  });
  const bare = await ask(steps, '');
  assert.equal(bare.decision.reason, 'BAD_REQUEST_PARAMETERS');
  assert.equal(bare.x.complaint, 'Missing required request parameters: [X-Mine, alpha, zeta]');
  const blank = await ask(steps, '', { target: '/pets?alpha=%20&zeta', headers: ['x-mine', 'here'] });
  assert.equal(blank.x.complaint, 'Missing required request parameters: [alpha, zeta]');
  assert.ok((await ask(steps, '', { target: '/pets?alpha=1&zeta=2', headers: ['x-MINE', 'here'] })).passed);
  const upper = await ask(steps, '', { target: '/pets?Alpha=1&zeta=2', headers: ['X-Mine', 'here'] });
  assert.equal(
    upper.x.complaint,
    'Missing required request parameters: [alpha]',
    'names of a query have a case',
  );
});

test('a body must fit the model for its media type, and models may refer to one another', async () => {
  const steps = checks({ method: json, models });
  assert.ok((await ask(steps, '{"name":"rex","age":3,"kind":"dog"}')).passed);
  for (const body of [
    '',
    '{}',
    '{"name":"rex","age":3,"kind":"cow"}',
    '{"name":"rex","age":3,"x":1}',
    'rex',
    '[]',
  ]) {
    const { decision } = await ask(steps, body);
    assert.equal(decision.reason, 'BAD_REQUEST_BODY', body);
    assert.equal(decision.by, 'small/Validator');
  }
  assert.ok(
    (await ask(steps, 'anything', { headers: ['Content-Type', 'text/plain'] })).passed,
    'no model for it',
  );
  assert.ok(!(await ask(steps, 'anything', { headers: [] })).passed, 'no media type is application/json');
  assert.ok(
    !(await ask(steps, 'anything', { headers: ['content-TYPE', 'Application/JSON; charset=utf-8'] })).passed,
  );
});

test('a model for $default holds for every media type that has none of its own', async () => {
  const steps = checks({ method: { requestModels: { 'text/csv': 'Empty', $default: 'Pet' } }, models });
  assert.ok(!(await ask(steps, '{}', { headers: ['Content-Type', 'text/plain'] })).passed);
  assert.ok((await ask(steps, '{}', { headers: ['Content-Type', 'text/csv'] })).passed);
});

test('a request that names two media types is refused: whoever reads it next might believe the other one', async () => {
  const steps = checks({ method: json, models });
  const headers = ['Content-Type', 'text/plain', 'content-type', 'application/json'];
  assert.equal((await ask(steps, '{"name":1}', { headers })).decision.reason, 'BAD_REQUEST_BODY');
  assert.equal(
    (await ask(steps, '{"name":1}', { headers: headers.toReversed() })).decision.reason,
    'BAD_REQUEST_BODY',
  );
  for (const list of ['text/plain, application/json', 'a/b;c=",",application/json'])
    assert.ok(!(await ask(steps, '{"name":1}', { headers: ['Content-Type', list] })).passed, list);
  const quoted = ['Content-Type', 'multipart/mixed; boundary="a,\\",b"'];
  assert.ok((await ask(steps, 'any', { headers: quoted })).passed, 'a comma within quotes parts nothing');
});

test('a body that is another text in the charset or the coding it names is refused: the server may heed it', async () => {
  const steps = checks({
    method: json,
    models: { Pet: { type: 'object', additionalProperties: { type: 'string' } } },
  });
  const hidden = '{"a":"+ACI-,+ACI-role+ACI-:+ACI-admin"}';
  const asked = async (charset: string, body: string): Promise<boolean> =>
    (await ask(steps, body, { headers: ['Content-Type', `application/json${charset}`] })).passed;
  assert.ok(await asked('', hidden));
  assert.ok(await asked(';charset=UTF-8', '{"a":"é"}'));
  assert.ok(await asked('; charset="iso-8859-1"', '{"a":"e"}'));
  assert.ok(!(await asked('; charset=iso-8859-1', '{"a":"é"}')));
  for (const charset of [
    '; charset=utf-7',
    ';charset = "utf-7"',
    '; charset="utf\\-7"',
    "; charset*=utf-8''utf-7",
    '; charset=utf-8; CHARSET=utf-7',
    '; charset=ibm037',
    '; charset=utf-16',
  ])
    assert.ok(!(await asked(charset, hidden)), charset);
  for (const coding of ['br', 'gzip', 'identity, br'])
    assert.ok(!(await ask(steps, '{}', { headers: ['Content-Encoding', coding] })).passed, coding);
  for (const coding of ['identity', '', 'UTF-8'])
    assert.ok((await ask(steps, '{}', { headers: ['Content-Encoding', coding] })).passed, coding);
  const twice = ['Content-Type', 'application/json', 'content-type', 'application/json; charset=utf-7'];
  assert.ok(!(await ask(steps, hidden, { headers: twice })).passed);
});

test('a number that no double holds is refused wherever it stands: a server would make infinity of it, or null', async () => {
  const steps = checks({
    method: { requestModels: { 'application/json': 'Pet' } },
    models: { Pet: { type: 'object' } },
    precise: true,
  });
  for (const [body, path] of [
    ['{"a":{"b/c":[1,-1e999]}}', '/a/b~1c/1'],
    [`{"n":${'9'.repeat(400)}}`, '/n'],
  ] as const) {
    const { x, passed } = await ask(steps, body);
    assert.ok(!passed, body);
    assert.deepEqual(x.flaws, [
      {
        place: 'body',
        path,
        rule: 'type',
        found: 'a number that is not representable',
        message: 'must be a number that is finite as a double',
      },
    ]);
    assert.equal(x.complaint, `[the body has a number at ${JSON.stringify(path)} that is not representable]`);
  }
  for (const body of ['{"n":1.7976931348623157e308}', '{"n":1e-999}', '{"n":"1e999"}'])
    assert.ok((await ask(steps, body)).passed, body);
});

test('a body with a member twice is refused: readers differ on which of the two counts', async () => {
  const steps = checks({ method: json, models, precise: true });
  const { decision, x } = await ask(steps, '{"name":"rex","age":-1,"\\u0061ge":3}');
  assert.equal(decision.reason, 'BAD_REQUEST_BODY');
  assert.deepEqual([x.flaws![0]!.path, x.flaws![0]!.found], ['/age', 'a member twice']);
  assert.equal(x.complaint, '[the body has the member "/age" twice]');
  const deep = await ask(steps, '{"a":[{"x":"\\"","y":[1]},{"b/c":{"d":"a:b","e":1,"d":[]}}]}');
  assert.equal(deep.x.flaws![0]!.path, '/a/1/b~1c/d');
  const open = checks({ method: json, models: { Pet: {} } });
  for (const body of ['{"a":{"b":1,"b":1}}', '[{"__proto__":1,"__proto__":2}]', '[1,{"":0,"":0}]'])
    assert.ok(!(await ask(open, body)).passed, body);
  for (const body of [
    '{"a":":","b":{"a":1},"__proto__":{"":"\\":"}}',
    '[]',
    '1',
    '[":",{"a":[{"a":1},{"a":1}]}]',
  ])
    assert.ok((await ask(open, body)).passed, body);
});

test('precise messages name the path, the rule and what was found', async () => {
  const steps = checks({ method: json, models, precise: true });
  const { x } = await ask(steps, '{"name":"abcdefg","age":"3","extra":1}');
  assert.deepEqual(
    x.flaws?.map(({ path, rule, found }) => [path, rule, found]),
    [
      ['/extra', 'additionalProperties', 'object'],
      ['/name', 'maxLength', '"abcdefg"'],
      ['/age', 'type', 'string'],
    ],
  );
  assert.equal(
    x.complaint,
    '[object instance has properties which are not allowed by the schema: ["extra"], string "abcdefg" is too long (length: 7, maximum allowed: 5), instance type (string) does not match any allowed primitive type (allowed: ["integer"])]',
  );
  const { x: missing } = await ask(steps, '{}');
  assert.equal(missing.complaint, '[object has missing required properties (["age","name"])]');
});

test('a name that every object inherits is a property only where the body has it', async () => {
  const schema = {
    type: 'object',
    required: ['__proto__', 'constructor'],
    properties: JSON.parse('{"__proto__":{"type":"number"},"constructor":{"type":"number"}}') as unknown,
    additionalProperties: false,
  };
  const steps = checks({ method: json, models: { Pet: schema } });
  assert.ok(!(await ask(steps, '{}')).passed);
  assert.ok((await ask(steps, '{"__proto__":1,"constructor":2}')).passed);
  assert.ok(!(await ask(steps, '{"__proto__":"1","constructor":2}')).passed);
  assert.ok(
    !(await ask(checks({ method: json, models }), '{"name":"a","age":1,"__proto__":{"x":1}}')).passed,
  );
  assert.equal(({} as { x?: number }).x, undefined);
});

test('bodies that nest without end, and what is no UTF-8, are refused before they are read', async () => {
  const steps = checks({ method: json, models: { Pet: { items: { $ref: '#' } } } });
  assert.ok((await ask(steps, '['.repeat(200) + ']'.repeat(200))).passed);
  assert.ok(!(await ask(steps, '['.repeat(201) + ']'.repeat(201))).passed);
  assert.ok(!(await ask(steps, '{"a":'.repeat(1_000_000))).passed);
  assert.ok((await ask(steps, `["${'[\\"['.repeat(1000)}\\\\"]`)).passed, 'brackets in strings nest nothing');
  assert.ok(!(await ask(steps, Buffer.from([0x22, 0xff, 0x22]))).passed);
  assert.deepEqual(readJson(Buffer.from('')), {});
});

test('a recursive schema with alternatives cannot be made to double its time with every level', async () => {
  const expression = {
    anyOf: [
      {
        type: 'object',
        properties: { not: { $ref: '#' } },
        required: ['not'],
        patternProperties: { b: { type: 'null' } },
      },
      {
        type: 'object',
        properties: { not: { $ref: '#' } },
        required: ['not'],
        patternProperties: { c: { type: 'null' } },
      },
      { type: 'string' },
    ],
  };
  const steps = checks({ method: json, models: { Pet: expression }, precise: true });
  const deep = (n: number, end: string) => `${'{"not":'.repeat(n)}${end}${'}'.repeat(n)}`;
  assert.ok((await ask(steps, deep(8, '"x"'))).passed);
  const { x, passed } = await ask(steps, deep(60, '1'));
  assert.ok(!passed);
  assert.equal(x.flaws?.[0]?.rule, 'effort');
});

test('a long body buys no more of such time, nor memory, for what it holds at one place', () => {
  const one = (kind: string) => ({
    type: 'object',
    properties: { child: { $ref: '#/definitions/one' }, kind: { enum: [kind] } },
    required: ['kind'],
  });
  const schema = {
    definitions: { one: { oneOf: [one('x'), one('y'), one('z')] } },
    $ref: '#/definitions/one',
  };
  const schemas = new Schemas(
    { dialect: 'draft-04', documents: { 'https://a.example/': schema } },
    { formats: false, telling: false },
  );
  const { fits } = schemas.check('https://a.example/');
  const deep = (n: number): object => (n === 0 ? { kind: 'q' } : { child: deep(n - 1), kind: 'z' });
  assert.ok(fits({ child: { child: { kind: 'x' }, kind: 'y' }, kind: 'z' }, 60));
  const began = process.cpuUsage().user;
  assert.ok(!fits(deep(150), 60_000));
  assert.ok(process.cpuUsage().user - began < 3_000_000);
});

test('a pattern that backtracks without end elsewhere takes one pass here, and so do unique items', async () => {
  const steps = checks({
    method: json,
    models: { Pet: { properties: { a: { pattern: '^(a+)+$' }, b: { uniqueItems: true } } } },
  });
  assert.ok(!(await ask(steps, JSON.stringify({ a: `${'a'.repeat(100_000)}!` }))).passed);
  assert.ok((await ask(steps, JSON.stringify({ a: 'a'.repeat(100_000) }))).passed);
  const items = Array.from({ length: 50_000 }, (_, i) => ({ i, x: 1 }));
  assert.ok((await ask(steps, JSON.stringify({ b: items }))).passed);
  assert.ok(
    !(await ask(steps, JSON.stringify({ b: [...items, { x: 1, i: 7 }] }))).passed,
    'whatever the order of keys',
  );
  assert.ok(
    (await ask(steps, '{"b":[1,"1",true,"true",null,"null",[1],"[1]",{"a":1},"{\\"a\\":1}"]}')).passed,
  );
});

test('a value that is wrong everywhere is told of in a few sentences', async () => {
  const steps = checks({ method: json, models: { Pet: { items: { type: 'integer' } } }, precise: true });
  const small = await ask(steps, JSON.stringify(Array(1000).fill('x')));
  assert.equal(small.x.flaws?.length, 10);
  assert.ok(small.x.complaint.length < 10_000);
  const great = await ask(steps, JSON.stringify(Array(100_000).fill('x'.repeat(20))));
  assert.equal(great.x.flaws?.length, 1);
  const long = await ask(steps, JSON.stringify(['x'.repeat(7000)]));
  assert.ok(JSON.stringify(long.x.flaws).length < 400);
});

test('multiples are those of decimal numbers', () => {
  for (const [value, of] of [
    [19.99, 0.01],
    [0.3, 0.1],
    [1e20, 3e19 / 3],
    [4, 2],
    [-7.5, 2.5],
    [0, 3],
  ] as const)
    assert.ok(isMultiple(value, of), `${value} of ${of}`);
  for (const [value, of] of [
    [19.995, 0.01],
    [1e308, 0.123456789],
    [5, 2],
    [0.1, 0.3],
  ] as const)
    assert.ok(!isMultiple(value, of), `${value} of ${of}`);
});

test('explain says which model a body was held to, and why it does not fit', async () => {
  const steps = checks({ method: json, models, tracing: true });
  const trace = new Trace();
  const { paperRequest, PaperWire } = await import('../paper-wire.ts');
  const x = paperRequest(
    { method: 'POST', headers: [], client: parseAddress('203.0.113.7')! },
    new PaperWire(['{}']),
  );
  x.trace = trace;
  for (const step of steps) await step(x);
  assert.equal(trace.steps[0]?.outcome, 'refuse BAD_REQUEST_BODY');
  assert.match(trace.steps[0]?.because ?? '', /missing required properties \(\["age","name"\]\)/);
  assert.match(String(trace.steps[0]?.looked.model), /Pet$/);
});

test('a value in a sentence is its beginning as JSON, however long and deep it is', () => {
  for (const value of [
    null,
    true,
    -1.5,
    'a"b',
    [],
    {},
    [1, 'a', [null]],
    { a: [1, { b: '\u{1f600}"' }], c: {} },
  ])
    assert.equal(short(value), JSON.stringify(value));
  const rows = Array.from({ length: 18 }, (_, i) => ({ id: i, name: 'x'.repeat(i) }));
  assert.equal(short(rows), `${JSON.stringify(rows).slice(0, 77)}...`);
  // More than JSON.stringify itself goes through.
  let deep: unknown = 1;
  for (let i = 0; i < 100_000; i++) deep = i % 2 === 0 ? [deep] : { a: deep };
  assert.equal(short(deep), `${'{"a":['.repeat(13).slice(0, 77)}...`);
});
