// Streams of Python's pickle that call a function, in every protocol and mixed, however they are carried; data is let pass.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateSync } from 'node:zlib';
import { detectDeserialization } from '../../../../src/guard/decide/waf/detect/deserialization/deserialization.ts';
import { judgePickle } from '../../../../src/guard/decide/waf/detect/deserialization/pickle.ts';

const bytes = (stream: string): Buffer => Buffer.from(stream, 'latin1');
const scoreOf = (stream: string): number => judgePickle(bytes(stream))?.score ?? 0;

/** A text by each opcode that takes one. */
const texts: readonly ((text: string) => string)[] = [
  (text) => `S'${text}'\n`,
  (text) => `V${text}\n`,
  (text) => `U${String.fromCharCode(text.length)}${text}`,
  (text) => `T${String.fromCharCode(text.length)}\0\0\0${text}`,
  (text) => `X${String.fromCharCode(text.length)}\0\0\0${text}`,
  (text) => `\x8c${String.fromCharCode(text.length)}${text}`,
  (text) => `\x8d${String.fromCharCode(text.length)}\0\0\0\0\0\0\0${text}`,
];

/** Functions named by each opcode that does. */
const names: readonly string[] = [
  'cos\nsystem\n',
  ...texts.map((text) => `${text('os')}${text('system')}\x93`),
  'cos\nsystem\nq\x050h\x05',
  'cos\nsystem\np12\n0g12\n',
  'cos\nsystem\nr\x01\x02\0\x000j\x01\x02\0\0',
  'cos\nsystem\n\x940h\0',
  'cos\nsystem\n20',
];

test('a function is called by REDUCE with what stands above it, whatever names it', () => {
  for (const name of names)
    for (const text of texts)
      for (const args of [
        `(${text('id')}t`,
        `${text('id')}\x85`,
        `(${text('id')}tp1\n`,
        `${text('id')}q\0\x85\x94`,
      ])
        for (const head of ['', '\x80\0', '\x80\x02', '\x80\x04\x95\x40\0\0\0\0\0\0\0'])
          assert.equal(scoreOf(`${head}${name}${args}R.`), 94, JSON.stringify(head + name + args));
});

test('INST, OBJ, NEWOBJ, NEWOBJ_EX and BUILD call as well', () => {
  for (const stream of [
    "(S'id'\nios\nsystem\n.",
    "(cos\nsystem\nS'id'\no.",
    'csubprocess\nPopen\n(Vid\nt\x81.',
    'csubprocess\nPopen\n(Vid\nt}\x92.',
    'cos\nsystem\n}b.',
  ])
    assert.equal(scoreOf(stream), 94, JSON.stringify(stream));
});

test('data of any kind may stand before the call and is thrown away or kept', () => {
  for (const data of [
    ...[
      'N',
      'I01\n',
      'I-5\n',
      'L12L\n',
      'F1.5e3\n',
      'K\x01',
      'M\x01\x02',
      'J\x01\x02\x03\x04',
      'G\0\0\0\0\0\0\0\0',
    ],
    ...[
      '\x88',
      '\x89',
      '\x8a\x02\x01\x02',
      '\x8b\x01\0\0\0\x01',
      'B\x01\0\0\0x',
      'C\x01x',
      '\x8e\x01\0\0\0\0\0\0\0x',
    ],
    ...[
      '\x96\x01\0\0\0\0\0\0\0x',
      '}',
      ']',
      ')',
      '\x8f',
      '(l',
      '(d',
      '(t',
      '(I1\n\x91',
      '](I1\ne',
      '}(I1\nI2\nu',
    ],
    ...[
      '\x8f(I1\n\x90',
      ']I1\na',
      '}I1\nI2\ns',
      'NN\x86',
      'NNN\x87',
      'P1\n',
      'NQ',
      '\x82\x01',
      '\x83\x01\x02',
    ],
    ...['\x84\x01\x02\x03\x04', '\x97', 'N\x98'],
  ]) {
    assert.equal(scoreOf(`${data}0cos\nsystem\n(Vid\ntR.`), 94, JSON.stringify(data));
    assert.equal(scoreOf(`(${data}cos\nsystem\n(Vid\ntRl.`), 94, JSON.stringify(data));
  }
});

test('what was called before a stream breaks has been run', () => {
  assert.equal(scoreOf('cos\nsystem\n(Vid\ntR!? no opcode'), 94);
  assert.equal(scoreOf('cos\nsystem\n(Vid\ntR'), 94);
});

test('nothing is called where the stack does not hold what the call takes', () => {
  for (const stream of [
    'cos\nsystem\nR.',
    'cos\nsystem\nVid\nR.',
    'cos\nsystem\nVid\ntR.',
    'cos\nsystem\n(Vid\nR.',
    'cos\nsystem\n0(Vid\ntR.',
    'cos\nsystem\n.(Vid\ntR.',
    'ios\nsystem\n.',
    'cos\nsystem\na(Vid\ntR.',
    'Vos\nVsys tem\n\x93(Vid\ntR.',
    'X\xff\0\0\0os',
    '\x8d\x01\0\0\0\x01\0\0\0x',
    'co s\nsystem\n(Vid\ntR.',
    'I1x\n0cos\nsystem\n(Vid\ntR.',
  ])
    assert.equal(scoreOf(stream), 0, JSON.stringify(stream));
});

test('dates, sets and dictionaries in order are data, classes nobody knows are half as bad as what does harm', () => {
  for (const name of [
    'cdatetime\ndate\n',
    'c__builtin__\nset\n',
    'ccollections\nOrderedDict\n',
    'cdecimal\nDecimal\n',
  ])
    assert.equal(scoreOf(`\x80\x02${name}(Vid\ntR.`), 0, name);
  assert.equal(scoreOf('\x80\x02cshop.models\nCart\n)\x81}b.'), 58);
  for (const name of ['cshop.tools\nsystem\n', 'ccollections\n_sys.modules\n', 'cdecimal\n__builtins__.x\n'])
    assert.equal(scoreOf(`${name}(Vid\ntR.`), 94, name);
});

test('a stream is found raw, in base64 of both alphabets, in hexadecimal and compressed, alone and behind a name', () => {
  for (const stream of [
    'cos\nsystem\n(Vid\ntR.',
    '}Vk\ncos\nsystem\n(Vid\ntRs.',
    '\x80\0(Vid\nios\nsystem\n.',
    '\x8c\x02os\x8c\x06system\x93\x8c\x02id\x85R.',
    `K\x010(S'${'?>'.repeat(40)}'\nios\nsystem\n.`,
    `V${'x'.repeat(9_000)}\n0cos\nsystem\n(Vid\ntR.`,
  ]) {
    const whole = bytes(stream);
    for (const text of [
      stream,
      whole.toString('base64'),
      whole.toString('base64url'),
      whole.toString('hex'),
      whole.toString('hex').toUpperCase(),
      deflateSync(whole).toString('base64'),
      `session: ${whole.toString('base64')}`,
    ])
      assert.ok((detectDeserialization(text)?.score ?? 0) > 90, text.slice(0, 80));
  }
  // The length of a text counts its bytes in UTF-8.
  assert.ok(detectDeserialization('cos\nsystem\n(X\x04\0\0\0€#tR.'));
});

test('lists of words that begin as a pickle does are words', () => {
  for (const text of [
    'Via\ncopy\nRead it.\nStop.',
    'Name\nclass\nor not\nR',
    '(see below)\ncall me\nRead it.',
    'cats\ndogs\n(Rabbits)\nthree\nRats.',
    'International/Standards/Xylophone',
    '63b1a9f4c2d84e7f9a0b1c2d3e4f5a6b',
    'VGhlIHF1aWNrIGJyb3duIGZveCBqdW1wcyBvdmVy',
  ])
    assert.equal(detectDeserialization(text), null, text);
});

test('what a YAML handle stands for and letters in hexadecimal are read in a tag', () => {
  for (const text of [
    '%TAG !y! tag:yaml.org,2002:python/\n---\n!y!object/apply:os.system [id]',
    '%TAG ! tag:yaml.org,2002:pyth\n---\n!on/name:os.system',
    '!!python%2Fobject/apply:os.system [id]',
  ])
    assert.ok((detectDeserialization(text)?.score ?? 0) > 80, text);
  for (const text of ['%TAG !e! tag:example.com,2000:app/\n---\n!e!object "bar"', '!!map {a: 100%}'])
    assert.equal(detectDeserialization(text), null, text);
});
