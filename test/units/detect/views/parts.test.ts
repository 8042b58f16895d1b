import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateSync, gzipSync } from 'node:zlib';
import {
  cookiePairs,
  formPairs,
  jsonParts,
  multipartParts,
  type Outcome,
  pathSegments,
  queryPairs,
  type Take,
  xmlParts,
} from '../../../../src/guard/decide/waf/detect/views/parts.ts';

/** `where name=value` of each part; the outcome last. */
function told(read: (take: Take) => Outcome): string[] {
  const lines: string[] = [];
  const outcome = read((name, value, where) => lines.push(`${where} ${name}=${value}`));
  return [...lines, outcome];
}
const values = (read: (take: Take) => Outcome): string[] =>
  told((take) => read((name, value, where) => !/-name$|-key$/.test(where) && take(name, value, where)));

test('a query is names and values, decoded once', () => {
  assert.deepEqual(
    told((take) => queryPairs('a=1+2&b%5b%5d=%27x&&=z&c&d=e=f;g=h&h=%2527&i=%c3%a9', take)),
    [
      ...[
        'query-name a=a',
        'query a=1 2',
        'query-name b[]=b[]',
        "query b[]='x",
        'query =z',
        'query-name c=c',
      ],
      ...[
        'query-name d=d',
        'query d=e=f;g=h',
        'query-name d=d',
        'query d=e=f',
        'query-name g=g',
        'query g=h',
        'query-name h=h',
        'query h=%27',
        'query-name i=i',
        'query i=é',
      ],
      'whole',
    ],
  );
});

test('a semicolon parts a query only when told', () => {
  assert.deepEqual(
    values((take) => queryPairs('a=1;b=2', take, true)),
    ['query a=1', 'query b=2', 'whole'],
  );
});

test('a form is read as a query is', () => {
  assert.deepEqual(
    told((take) => formPairs('a=b+c', take)),
    ['form-name a=a', 'form a=b c', 'whole'],
  );
});

test('what is past the bound comes as one', () => {
  const bounds = { parts: 4, depth: 8 };
  assert.deepEqual(
    values((take) => queryPairs('a=1&b=2&c=%273&d=4', take, false, bounds)),
    ['query a=1', 'query b=2', "rest =c='3&d=4", 'truncated'],
  );
  assert.equal(values((take) => cookiePairs('a=1; b=2; c=3', take, bounds)).at(-2), 'rest = c=3');
  assert.equal(values((take) => jsonParts('[1,2,3,4,5,6]', take, bounds)).at(-2), 'rest =,5,6]');
  assert.equal(
    values((take) => xmlParts('<a b="1" c="2" d="3" e="4"/><f>5</f>', take, bounds)).at(-2),
    'rest =<f>5</f>',
  );
  assert.equal(values((take) => pathSegments('/1/2/3/4/5/6', take, bounds)).at(-2), 'rest =5/6');
});

test('cookies are names and values, without quotes', () => {
  assert.deepEqual(
    told((take) => cookiePairs('a=b; c="d e%27";x ;  =q; e="', take)),
    [
      'cookie-name a=a',
      'cookie a=b',
      'cookie-name c=c',
      "cookie c=d e'",
      'cookie-name x=x',
      'cookie =q',
    ].concat(['cookie-name e=e', 'cookie e="', 'whole']),
  );
});

test('a path is segments and matrix parameters', () => {
  assert.deepEqual(
    told((take) => pathSegments('/cars;colour=red;x=%27/..%2f7//%C3%A9=1', take)),
    [
      ...['segment =cars', 'matrix-name colour=colour', 'matrix colour=red', 'matrix-name x=x', "matrix x='"],
      ...['segment =../7', 'segment =é=1', 'whole'],
    ],
  );
});

const json: [title: string, text: string, parts: string[]][] = [
  ['a leaf alone', '"a"', ['json =a', 'whole']],
  [
    'an object',
    '{"a":"b","c":[1,-2.5e3,true,null]}',
    ['json-key /a=a', 'json /a=b', 'json-key /c=c'].concat([
      'json-literal /c/0=1',
      'json-literal /c/1=-2.5e3',
      'json-literal /c/2=true',
      'json-literal /c/3=null',
      'whole',
    ]),
  ],
  [
    'equal keys',
    '{"a":1,"a":"x"}',
    ['json-key /a=a', 'json-literal /a=1', 'json-key /a=a', 'json /a=x', 'whole'],
  ],
  [
    'pointers with what they escape',
    '{"a/b~":{"":1}}',
    ['json-key /a~1b~0=a/b~', 'json-key /a~1b~0/=', 'json-literal /a~1b~0/=1', 'whole'],
  ],
  ['escapes', '["\\u003cb\\n\\"\\/\\\\","\\ud83d\\ude00"]', ['json /0=<b\n"/\\', 'json /1=😀', 'whole']],
  ['escapes that are none', '["\\q\\u00zz\\"]', ['json /0=qu00zz"]', 'misshapen']],
  ['nothing in containers', ' {"a":{},"b":[]} ', ['json-key /a=a', 'json-key /b=b', 'whole']],
  ['what is left open', '{"a":["b', ['json-key /a=a', 'json /a/0=b', 'misshapen']],
  ['single quotes and bare keys', "{a:'b'}", ['json-key /a=a', 'json /a=b', 'malformed']],
  [
    'texts one behind the other',
    '{"a":1}\n{"b":2}',
    ['json-key /a=a', 'json-literal /a=1', 'json-key /b=b', 'json-literal /b=2', 'misshapen'],
  ],
  [
    'something behind',
    '{"a":1}<script>',
    ['json-key /a=a', 'json-literal /a=1', 'json =<script>', 'malformed'],
  ],
  ['brackets that do not match', '{"a":[1}]', ['json-key /a=a', 'json-literal /a/0=1', 'misshapen']],
  ['a key without a value', '{"a"}', ['json-key /a=a', 'misshapen']],
  ['no value at all', ' ', ['misshapen']],
];
for (const [title, text, parts] of json) {
  test(`JSON: ${title}`, () =>
    assert.deepEqual(
      told((take) => jsonParts(text, take)),
      parts,
    ));
}

test('what lies ever so deep in JSON goes by its last steps', () => {
  for (const depth of [1, 61, 62, 63, 64, 500]) {
    const deep = `${'{"a":'.repeat(depth)}{"constructor":{"prototype":1}}${'}'.repeat(depth)}`;
    const parts = told((take) => jsonParts(deep, take));
    assert.match(parts.at(-2)!, /\/a\/constructor\/prototype=1$/);
  }
  const long = told((take) => jsonParts(`{"${'k'.repeat(2_000)}":{"b":{"c":1}}}`, take));
  assert.deepEqual(long.at(-2), 'json-literal /b/c=1');
});

test('JSON nested 10 000 deep is read to its bottom, and told', () => {
  const deep = `${'{"a":['.repeat(10_000)}"' or 1=1"${']}'.repeat(10_000)}`;
  const parts = values((take) => jsonParts(deep, take, { parts: 100_000, depth: 64 }));
  assert.equal(parts.at(-1), 'truncated');
  assert.match(parts.at(-2)!, /^json (\/a\/0){32}=' or 1=1$/);
});

test('of arrays within arrays past the bound the last steps are told as well, on the way down and up', () => {
  const levels = 300;
  const told: string[] = [];
  const text = `${'['.repeat(levels)}1${'],7'.repeat(levels - 1)}]`;
  jsonParts(text, (name) => told.push(name), { parts: 1_000, depth: 64 });
  const steps = (count: number, last: string): string => `${'/0'.repeat(Math.min(63, count))}/${last}`;
  const up = Array.from({ length: levels - 1 }, (_, i) => steps(levels - 2 - i, '1'));
  assert.deepEqual(told, [steps(levels - 1, '0'), ...up]);
});

const xml: [title: string, text: string, parts: string[]][] = [
  [
    'texts, attributes and comments',
    '<a b="1"><c>x</c> <!-- y --><d e=\'&lt;2\'/></a>',
    ['xml-attribute /a/@b=1', 'xml /a/c=x', 'xml-comment /a=y', 'xml-attribute /a/d/@e=<2', 'whole'],
  ],
  [
    'text and CDATA sections that follow one another',
    '<a>un<![CDATA[ion <]]> &#115;elect</a>',
    ['xml /a=union < select', 'whole'],
  ],
  [
    'a document type, whole, and entities not expanded',
    '<!DOCTYPE a [<!-- ]> --><!ENTITY b "]>">]><a>&b;</a>',
    ['doctype =<!DOCTYPE a [<!-- ]> --><!ENTITY b "]>">]>', 'xml /a=&b;', 'whole'],
  ],
  ['processing instructions', '<?xml version="1.0"?><a/>', ['xml-instruction =xml version="1.0"', 'whole']],
  ['what is left open', '<a b="c', ['xml-attribute /a/@b=c', 'malformed']],
  ['a comment left open', '<a><!-- b', ['xml-comment /a=b', 'malformed']],
  [
    'attributes without quotes or value',
    '<a b=c onx>d</a>',
    ['xml-attribute /a/@b=c', 'xml-attribute /a/@onx=onx', 'xml /a=d', 'malformed'],
  ],
  ['an angle bracket that is none', '<a>1 < 2</a>', ['xml /a=1 < 2', 'malformed']],
  ['ends that no element has', '</a></b>x', ['xml =x', 'malformed']],
];
for (const [title, text, parts] of xml) {
  test(`XML: ${title}`, () =>
    assert.deepEqual(
      told((take) => xmlParts(text, take)),
      parts,
    ));
}

const body = (...lines: string[]): string => lines.join('\r\n');
const multipart: [title: string, text: string, boundary: string, parts: string[]][] = [
  [
    'fields and files',
    body(
      '--B',
      'Content-Disposition: form-data; name="a"',
      '',
      'x',
      'y',
      '--B',
      'Content-Disposition: form-data; name="f"; filename="..\\x.php"',
      'Content-Type: text/plain',
      '',
      '<?php',
      '--B--',
      '',
    ),
    'B',
    [
      'multipart-name a=a',
      'multipart a=x\r\ny',
      'multipart-name f=f',
      'file-name f=..\\x.php',
      'file-name f=..x.php',
      'part-header f=text/plain',
      'file f=<?php',
      'whole',
    ],
  ],
  [
    'a file that is no text',
    body('--B', 'content-disposition: form-data; name=f; filename=a', '', '\0\x01', '--B--'),
    'B',
    ['multipart-name f=f', 'file-name f=a', 'whole'],
  ],
  [
    'names in UTF-8, quoted and extended',
    body(
      '--B',
      'Content-Disposition: form-data; name="\xc3\xa9%22\\""; filename*=UTF-8\'\'%e2%82%ac',
      '',
      'x',
      '--B--',
    ),
    'B',
    ['multipart-name é""=é""', 'file-name é""=€', 'multipart é""=x', 'whole'],
  ],
  [
    'two file names',
    body(
      '--B',
      'Content-Disposition: form-data; name="f"; filename="a.png"; filename="b.php"',
      '',
      '',
      '--B--',
    ),
    'B',
    ['multipart-name f=f', 'file-name f=a.png', 'file-name f=b.php', 'whole'],
  ],
  [
    'a file name in pieces, in any order, some of them encoded',
    body(
      '--B',
      'Content-Disposition: form-data; name="f"; filename*1="ll.p"; filename*0*=UTF-8\'\'..%2fshe; filename*10=p; filename*2=h',
      '',
      '',
      '--B--',
    ),
    'B',
    [
      ...['multipart-name f=f', 'file-name f=../shell.php'],
      ...[
        'part-header f=ll.p',
        "part-header f=UTF-8''..%2fshe",
        'part-header f=p',
        'part-header f=h',
        'whole',
      ],
    ],
  ],
  [
    'line ends of LF alone',
    '--B\nContent-Disposition: form-data; name="a"\n\nx\n--B--',
    'B',
    ['multipart-name a=a', 'multipart a=x', 'malformed'],
  ],
  [
    'no last delimiter',
    body('--B', 'Content-Disposition: form-data; name="a"', '', 'x'),
    'B',
    ['multipart-name a=a', 'multipart a=x', 'malformed'],
  ],
  [
    'no boundary but in the body',
    body('--Q', 'Content-Disposition: form-data; name="a"', '', 'x', '--Q--'),
    '',
    ['multipart-name a=a', 'multipart a=x', 'whole'],
  ],
  [
    'another boundary than declared',
    body('--Q', '', 'x', '--Q--'),
    'B',
    ['rest =--Q\r\n\r\nx\r\n--Q--', 'malformed'],
  ],
  [
    'something before and behind',
    body('pre', '--B', '', 'x', '--B--', 'post'),
    'B',
    ['rest =pre', 'multipart =x', 'rest =post', 'whole'],
  ],
  [
    'a head that does not end',
    body('--B', 'Content-Disposition: form-data; name="a"', '--B--'),
    'B',
    ['multipart =Content-Disposition: form-data; name="a"', 'malformed'],
  ],
  [
    'headers folded and unknown',
    body('--B', 'Content-Disposition: form-data;', ' name="a"', 'X-Y: z', '', 'x', '--B--'),
    'B',
    ['multipart-name a=a', 'part-header a=X-Y: z', 'multipart a=x', 'whole'],
  ],
  [
    'quoted-printable',
    body(
      '--B',
      'Content-Disposition: form-data; name="a"',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      '=3Cb=',
      '>',
      '--B--',
    ),
    'B',
    ['multipart-name a=a', 'multipart a==3Cb=\r\n>', 'multipart a=<b>', 'whole'],
  ],
  [
    'multipart within multipart',
    body(
      '--B',
      'Content-Disposition: form-data; name="a"',
      'Content-Type: multipart/mixed; boundary="C"',
      '',
      '--C',
      'Content-Disposition: file; filename="b"',
      '',
      'x',
      '--C--',
      '--B--',
    ),
    'B',
    [
      'multipart-name a=a',
      'part-header a=multipart/mixed; boundary="C"',
      'file-name =b',
      'multipart =x',
      'whole',
    ],
  ],
];
for (const [title, text, boundary, parts] of multipart) {
  test(`multipart: ${title}`, () =>
    assert.deepEqual(
      told((take) => multipartParts(text, boundary, take)),
      parts,
    ));
}

/** A field to some servers and a file to others, with bytes in front by which a file would be taken for a picture. */
const noise = '\0\x01\0\x02\0\x03';
const payload = '<script>alert(1)</script>';
const disputed: readonly string[] = [
  'form-data; name="a"; filename=""',
  'form-data; name="a"; filename=',
  'form-data; name="a"; filename*=UTF-8\'\'b.png',
  'form-data; name="a"; filename*0="b.png"',
  'form-data; name="a"; filename ="b.png"',
  'form-data; name="a"; filename="b.png"; filename=""',
  'form-data; name="a; filename=b.png"',
  'form-data; name="a\\\\"; filename="b"',
  'form-data; name=a\'; filename="b"; x=\'',
  'form-data; name="a"\r\n\t; filename="b.png"',
  'form-data; name="f"; filename="b.png"\r\nContent-Disposition: form-data; name="a"',
  'form-data; name="a"\r\nContent-Disposition : form-data; filename="b.png"',
];
for (const disposition of disputed) {
  test(`multipart: what some servers take for a field is looked at: ${JSON.stringify(disposition)}`, () => {
    const text = body('--B', `Content-Disposition: ${disposition}`, '', noise + payload, '--B--');
    const seen = values((take) => multipartParts(text, 'B', take));
    assert.ok(
      seen.some((line) => line.includes(payload)),
      seen.join('\n'),
    );
  });
}

const picture = 'Content-Disposition: form-data; name="f"; filename="b.png"';
const hidden = body('--C', 'Content-Disposition: form-data; name="a"', '', payload, '--C--');
const others: readonly [what: string, text: string][] = [
  ['by another boundary', body('--B', picture, '', noise, hidden, '--B--')],
  ['behind a delimiter that ends in CR', body('--B', picture, '', `${noise}\r${hidden.trim()}`, '--B--')],
  [
    'where a delimiter goes on',
    body(
      '--B',
      'Content-Disposition: form-data; name="a"',
      '',
      'x',
      '--BQ',
      picture,
      '',
      noise + payload,
      '--B--',
    ),
  ],
  [
    'within a type of several parts that servers leave alone',
    body(
      ...['--B', 'Content-Disposition: form-data; name="a"', 'Content-Type: multipart/mixed; boundary=C', ''],
      ...['--C', picture, '', noise + payload, '--C--', '--B--'],
    ),
  ],
];
for (const [what, text] of others)
  test(`multipart: a field that begins within a file, ${what}, is looked at`, () =>
    assert.ok(values((take) => multipartParts(text, 'B', take)).some((line) => line.includes(payload))));

test('multipart: of a picture nothing is looked at', () => {
  const text = body('--B', picture, 'Content-Type: image/png', '', noise + payload, '--B--');
  assert.deepEqual(
    values((take) => multipartParts(text, 'B', take)),
    ['part-header f=image/png', 'whole'],
  );
});

test('multipart: a part is looked at as it stands and as its encodings make it', () => {
  const encodings: readonly [line: string, content: string][] = [
    [
      'Content-Transfer-Encoding: base64',
      Buffer.from(payload).toString('base64').replace(/(...)/g, '$1*\r\n'),
    ],
    [
      'Content-Transfer-Encoding: quoted-printable',
      [...payload].map((c) => `=${c.charCodeAt(0).toString(16)}`).join('= \r\n'),
    ],
    ['Content-Encoding: gzip', gzipSync(payload).toString('latin1')],
    ['Content-Encoding: deflate', deflateSync(payload).toString('latin1')],
  ];
  for (const [line, content] of encodings) {
    const text = body('--B', 'Content-Disposition: form-data; name="a"', line, '', content, '--B--');
    const seen = values((take) => multipartParts(text, 'B', take));
    assert.ok(seen.includes(`multipart a=${payload}`), line);
  }
});

test('multipart: parts that grow without end are bounded, all together', () => {
  const bomb = gzipSync(Buffer.alloc(1_000_000)).toString('latin1');
  const part = ['--B', 'Content-Disposition: form-data; name="a"', 'Content-Encoding: gzip', '', bomb];
  let length = 0;
  const outcome = multipartParts(
    body(...Array.from({ length: 50 }, () => part).flat(), '--B--'),
    'B',
    (_, value) => {
      length += value.length;
    },
  );
  assert.equal(outcome, 'truncated');
  assert.ok(length < 50 * bomb.length + 5 * 65_536);
});

test('names of files are looked at without quoted pairs and with encoded words undone', () => {
  for (const name of [
    '=?utf-8?Q?=3Cscript_x=3E?=',
    '=?utf-8?B?PHNjcmlwdCB4Pg==?=',
    '=?utf-8?Q?=3Cscr?= =?utf-8?Q?ipt_x=3E?=',
    '\\<script x\\>',
  ]) {
    const text = body(
      '--B',
      `Content-Disposition: form-data; name="a"; filename="${name}"`,
      '',
      'x',
      '--B--',
    );
    assert.ok(told((take) => multipartParts(text, 'B', take)).includes('file-name a=<script x>'), name);
  }
});

test('a quoted cookie is looked at without its quoted pairs, too', () => {
  assert.deepEqual(
    values((take) => cookiePairs('a="\\<s\\143ript\\>"; b="x"; c=\\<', take)),
    ['cookie a=<script>', 'cookie a=\\<s\\143ript\\>', 'cookie b=x', 'cookie c=\\<', 'whole'],
  );
});

test('an instruction of XML that a server would run keeps its marks, any other has none', () => {
  const seen: string[] = [];
  xmlParts('<?xml version="1.0"?><a><?php f();?><?= 1 ?><?PHP g()', (_name, value, where) => {
    if (where === 'xml-instruction') seen.push(value);
  });
  assert.deepEqual(seen, ['xml version="1.0"', '<?php f();?>', '<?= 1 ?>', '<?PHP g()']);
});
