import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { shaped } from '../../../src/define/readers/shaped.ts';

const at = { file: 'f', path: ['P'], lineOf: () => 7 };
const said = (shape: z.ZodType, value: unknown): string[] =>
  shaped(shape, value, at).notes.map((n) => `${n.code} ${n.origin.path}: ${n.message}`);

test('a number out of range is told with its range', () => {
  const shape = z.strictObject({ Limit: z.int().min(10).max(2_000_000_000) });
  assert.deepEqual(said(shape, { Limit: 5 }), [
    'shape.range P/Limit: Limit must be a whole number from 10 to 2000000000, not 5',
  ]);
  assert.deepEqual(said(shape, { Limit: 10.5 }), [
    'shape.type P/Limit: Limit must be a whole number from 10 to 2000000000, not 10.5',
  ]);
  assert.deepEqual(said(z.strictObject({ Rate: z.number().positive() }), { Rate: 0 }), [
    'shape.range P/Rate: Rate must be a number above 0, not 0',
  ]);
});

test('an unknown key is told with the key that was meant', () => {
  const shape = z.strictObject({ Limit: z.int(), Statement: z.unknown().optional() });
  assert.deepEqual(said(shape, { Limit: 1, Limt: 1, Other: 2 }), [
    'shape.unknown-key P/Limt: Limt is no property that can stand here; did you mean Limit?',
    'shape.unknown-key P/Other: Other is no property that can stand here; there are Limit, Statement',
  ]);
});

test('what is missing is told with what it must be', () => {
  const shape = z.strictObject({ Mode: z.enum(['a', 'b', 'c']), Tags: z.array(z.string()).min(1) });
  assert.deepEqual(said(shape, {}), [
    'shape.missing P/Mode: Mode is missing: it must be one of a, b or c',
    'shape.missing P/Tags: Tags is missing: it must be a list of at least 1 item',
  ]);
});

test('scalars are taken in the type that is wanted, inside lists and unions too', () => {
  const shape = z.strictObject({
    n: z.int(),
    t: z.string(),
    b: z.boolean(),
    w: z.union([z.literal(60), z.literal(120)]),
    list: z.array(z.number()),
    either: z.union([z.strictObject({ A: z.int() }), z.strictObject({ B: z.boolean() })]),
  });
  const written = { n: '5', t: 7, b: 'True', w: '120', list: ['1.5', 2], either: { B: 'false' } };
  assert.deepEqual(shaped(shape, written, at).value, {
    n: 5,
    t: '7',
    b: true,
    w: 120,
    list: [1.5, 2],
    either: { B: false },
  });
  assert.deepEqual(said(z.int(), '5x'), ['shape.type P: P must be a whole number, not "5x"']);
  assert.deepEqual(said(z.boolean(), 'yes'), ['shape.type P: P must be true or false, not "yes"']);
});

test('in a union the branch that was meant is judged', () => {
  const shape = z.strictObject({
    Action: z.union([
      z.strictObject({ Allow: z.strictObject({}) }),
      z.strictObject({ Block: z.strictObject({ Code: z.int() }) }),
    ]),
    Names: z.union([z.string(), z.array(z.string())]),
  });
  assert.deepEqual(said(shape, { Action: { Block: { Code: 'x' } }, Names: ['a', {}] }), [
    'shape.type P/Action/Block/Code: Code must be a whole number, not "x"',
    'shape.type P/Names/1: Names[1] must be text, not a mapping',
  ]);
  assert.deepEqual(said(shape, { Action: { Block: { Code: 1 } }, Names: {} }), [
    'shape.type P/Names: Names must be text, or a list, not a mapping',
  ]);
});

test('a shape that recurses is judged at every depth', () => {
  const statement: z.ZodType = z.lazy(() =>
    z.strictObject({
      Rate: z.strictObject({ Limit: z.int().min(10) }).optional(),
      Not: z.strictObject({ Statement: statement }).optional(),
    }),
  );
  assert.deepEqual(said(statement, { Not: { Statement: { Not: { Statement: { Rate: { Limit: 1 } } } } } }), [
    'shape.range P/Not/Statement/Not/Statement/Rate/Limit: Limit must be a whole number of at least 10, not 1',
  ]);
});

test('a sentence that a shape brings along goes before our own', () => {
  const shape = z.strictObject({ Id: z.string().regex(/^\d{12}$/, 'must be 12 digits') });
  assert.deepEqual(said(shape, { Id: 'x' }), ['shape.value P/Id: Id must be 12 digits, not "x"']);
});
