import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import fc from 'fast-check';
import { Clock } from '../../src/base/clock.ts';
import type { Exchange } from '../../src/base/exchange.ts';
import { hasErrors } from '../../src/base/note.ts';
import type { Definition } from '../../src/define/model/definition.ts';
import { readFiles } from '../../src/define/readers/read.ts';
import { walk } from '../../src/guard/decide/decide.ts';
import type { Decide } from '../../src/guard/decide/step.ts';
import { isAsItStands, mediaTypeOf } from '../../src/guard/decide/validate/body-step.ts';
import { isExactMultiple, isMultiple } from '../../src/guard/decide/validate/schema/multiple-of.ts';
import { Schemas } from '../../src/guard/decide/validate/schema/schemas.ts';
import validate from '../../src/guard/decide/validate/validate.ts';
import { awsWords } from '../../src/guard/decide/validate/wording.ts';
import { catalogue } from '../../src/operate/supervise/catalogue.ts';
import { cpuTime } from '../cpu-time.ts';
import { givenWith } from '../units/dispatch/site.ts';
import { PaperWire, paperRequest } from '../units/paper-wire.ts';
import { linear } from './linear.ts';

const runs = { numRuns: 3_000, interruptAfterTimeLimit: 20_000 };
let get: Decide[];
let post: Decide[];

before(async () => {
  const read = await readFiles(['test/fixtures/openapi/pets.yaml'], catalogue(), {
    settings: { validationMessages: 'precise' },
  });
  assert.ok(!hasErrors(read.notes));
  const definition: Definition = read.definition!;
  const api = definition.apis[0]!;
  const given = {
    ...givenWith(),
    definition,
    clock: Clock.byHand(),
    tracing: false,
    cells: (_: string, bytes: number) => new SharedArrayBuffer(bytes),
    invoke: () => Promise.reject(new Error('nothing is invoked')),
  };
  const steps = (verb: string): Decide[] => {
    const resource = api.resources.find((r) => r.path === '/pets')!;
    const method = resource.methods.find((m) => m.httpMethod === verb)!;
    return validate.steps({ definition, api, stage: api.stages[0]!, resource, method }, given);
  };
  get = steps('GET');
  post = steps('POST');
});

const word = fc.constantFrom(
  'limit',
  'tags',
  'ids',
  'filter',
  '[',
  ']',
  'age',
  'name',
  '=',
  '&',
  '%',
  '%5B',
  '%00',
  '|',
  ',',
  '1',
  'a',
  '__proto__',
  'point',
  '{',
  '"x"',
  ':',
  '}',
  'since',
);

test('no query, header or cookie is more than passed or refused', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(word, { maxLength: 20 }),
      fc.string(),
      fc.string(),
      async (query, trace, cookie) => {
        const headers = ['X-Trace', trace, 'Cookie', `session=${cookie}`, 'Cookie', cookie];
        const x = paperRequest({ target: `/pets?${query.join('')}`, headers });
        const { action, reason } = await walk(get, x);
        assert.ok(action === 'pass' || reason === 'BAD_REQUEST_PARAMETERS');
        assert.ok((x.flaws?.length ?? 0) <= 10);
        assert.ok(JSON.stringify(x.flaws).length < 5_000);
      },
    ),
    runs,
  );
});

test('no body of any type is more than passed or refused', async () => {
  const type = fc.constantFrom(
    'application/json',
    'application/x-www-form-urlencoded',
    'text/plain',
    '',
    ',',
    'application/json;',
  );
  const body = fc.oneof(
    fc.uint8Array().map((bytes) => Buffer.from(bytes)),
    fc.json().map((text) => Buffer.from(text)),
    fc.array(word).map((words) => Buffer.from(words.join(''))),
  );
  await fc.assert(
    fc.asyncProperty(type, body, async (contentType, bytes) => {
      const wire = new PaperWire(bytes.length === 0 ? [] : [bytes]);
      const x = paperRequest({ method: 'POST', headers: ['Content-Type', contentType] }, wire);
      const { action, reason } = await walk(post, x);
      assert.ok(
        action === 'pass' || reason === 'BAD_REQUEST_BODY' || reason === 'UNSUPPORTED_MEDIA_TYPE',
        reason,
      );
    }),
    runs,
  );
});

test('arrays have unique items where no two are equal as JSON', () => {
  const documents = { 'fuzz:unique': { uniqueItems: true } };
  const check = new Schemas({ dialect: '2020-12', documents }, { formats: false, telling: false }).check(
    'fuzz:unique',
  );
  const item = fc.oneof(
    fc.constantFrom(0, 1, '1', true, null, '', [], {}, [1], { a: 1 }, '{"a":1}'),
    fc.jsonValue({ maxDepth: 2 }),
  );
  fc.assert(
    fc.property(fc.array(item, { maxLength: 6 }), (items) => {
      const plain = JSON.parse(JSON.stringify(items)) as unknown[];
      const equal = (a: unknown, b: unknown): boolean => {
        try {
          assert.deepStrictEqual(a, b);
          return true;
        } catch {
          return false;
        }
      };
      const unique = plain.every((a, i) => plain.every((b, j) => i === j || !equal(a, b)));
      assert.equal(check.fits(plain, 1000), unique, JSON.stringify(plain));
    }),
    { numRuns: 1000 },
  );
});

test('what many objects lack is told in time in proportion to what is lacking', () => {
  const errors = (lacking: number) =>
    Array.from({ length: 40_000 }, (_, i) => ({
      keyword: 'required',
      instancePath: `/${Math.floor(i / lacking)}`,
      schemaPath: '#/items/required',
      params: { missingProperty: `name${i % lacking}` },
    }));
  const [few, many] = [errors(2), errors(400)];
  const time = (of: ReturnType<typeof errors>) => cpuTime(() => void awsWords(of));
  assert.ok(time(many) < 8 * time(few), 'of as much that is lacking, more in each place takes no longer');
});

test('multiples are those of exact decimals', () => {
  const of = fc.constantFrom(0.01, 0.1, 0.25, 0.3, 1.5, 1e-7, 3, 0.000123, 1e300, 7e-20);
  const number = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer().map((n) => n / 100),
    fc.integer({ min: -1000, max: 1000 }).map((n) => n * 0.3),
    fc.maxSafeInteger(),
  );
  fc.assert(
    fc.property(number, of, (value, step) => isMultiple(value, step) === isExactMultiple(value, step)),
    runs,
  );
});

test('what a Content-Type says of a body takes time in proportion to its length', () => {
  const body = Buffer.from('{}');
  for (const begin of ['a/b;', 'a/b; charset', 'a/b; charset*', 'a/b;,"'])
    for (const filler of [' ', '0', '*', '\\"', '"', ',', ';', 'charset', 'charset ']) {
      const whole = begin + filler.repeat(16_384 / filler.length);
      linear(
        `${begin}${filler}…`,
        (type) => {
          const x = { headers: ['Content-Type', type] } as unknown as Exchange;
          mediaTypeOf(x);
          isAsItStands(x, body);
        },
        whole,
      );
    }
});
