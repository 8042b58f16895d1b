// Writes the lines of the SQL corpora that grammars make; what is written by hand in them stays as it is.
//   node test/corpora/make/sql.ts
import { readFileSync, writeFileSync } from 'node:fs';

let seed = 20_240_117;
/** The same numbers each time: a corpus that changed by itself could not have a floor. */
function below(n: number): number {
  seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
  return Math.floor((seed / 2 ** 32) * n);
}
const one = (of: readonly string[]): string => of[below(of.length)]!;
const upTo = (n: number): string => String(1 + below(n));
const mixed = (word: string): string =>
  [...word].map((c) => (below(2) === 0 ? c.toUpperCase() : c.toLowerCase())).join('');

const fields = ['name', 'user_id', 'email', 'password', 'price', 'title', 'created_at', 'role'];
const tables = ['users', 'accounts', 'orders', 'members', 'admin', 'products'];
const texts = ['a', 'x', 'admin', 'foo', '1', 'zz9'];

function blank(): string {
  return one([' ', ' ', ' ', '/**/', '\t', '\n', '  ', '/*x*/', '\v']);
}

function truth(quote: string): string {
  const n = upTo(999);
  const t = one(texts);
  const q = quote === '"' ? '"' : "'";
  return one([
    `${n}=${n}`,
    `${n} = ${n}`,
    `${q}${t}${q}=${q}${t}${q}`,
    `${n}<${Number(n) + 1}`,
    `${n} like ${n}`,
    `${n} between 0 and ${n}`,
    `${n} in (${n},${upTo(9)})`,
    `not ${n}=${Number(n) + 1}`,
    `(${n})=(${n})`,
    `exists(select ${n})`,
    `(select ${n})=${n}`,
    `length(${q}${t}${q})=${t.length}`,
    `char(${n})=char(${n})`,
    `sleep(${upTo(9)})`,
    `${n}=${n} and ${n}<>0`,
  ]);
}

function query(): string {
  const columns = Array.from({ length: 1 + below(5) }, () =>
    one(['null', upTo(99), one(fields), '@@version', 'user()', `concat(${one(fields)},0x3a,${one(fields)})`]),
  );
  const from = one(['', ` from ${one(tables)}`, ` from ${one(tables)} where ${one(fields)}=${upTo(9)}`]);
  const select = `select ${columns.join(',')}${from}`;
  // A mere name is as good English as it is SQL.
  return /\d|null|\(|@|,| from /.test(select) ? select : `${select} from ${one(tables)}`;
}

function injected(quote: string): string {
  const b = blank();
  const word = (w: string): string => (below(3) === 0 ? mixed(w) : w).replaceAll(' ', b);
  return one([
    `${b}${word('or')}${b}${truth(quote)}`,
    `${b}${word('and')}${b}${truth(quote)}`,
    `${b}${word('union select')}${b}${query().slice(7)}`,
    `${b}${word('union all select')}${b}${query().slice(7)}`,
    `;${b}${word('drop table')}${b}${one(tables)}`,
    `;${b}${query()}`,
    `;${b}${word('waitfor delay')}${b}'0:0:${upTo(9)}'`,
    `;${b}update ${one(tables)} set ${one(fields)}=${upTo(9)}`,
    `${b}and extractvalue(1,concat(0x7e,(${query()})))`,
    `${b}and (${query()} limit 1)=${upTo(9)}`,
    `${b}and if(${truth(quote)},sleep(${upTo(9)}),0)`,
    `${b}order by ${upTo(20)}`,
  ]);
}

function attack(): { value: string; context: string } {
  const quote = one(["'", "'", '"', '']);
  const before =
    quote === '' ? one(['1', '-1', '0', upTo(9999), 'null']) : one(['', 'x', 'admin', '1', '%', 'a b']);
  const close = one(['', '', '', ')', '))']);
  const cut = one(['--', '-- ', '-- -', '#', '/*', '--+']);
  // Without an end of its own, what follows in the query would have to fit: only outside quotes it may.
  const end = quote === '' && close === '' ? one(['', '', cut]) : cut;
  const context =
    quote === "'" ? 'single-quoted string' : quote === '"' ? 'double-quoted string' : 'number or expression';
  return { value: `${before}${quote}${close}${injected(quote)}${end}`, context };
}

const names = [
  "O'Brien",
  "D'Angelo",
  "L'Oréal",
  'Zoë & Søn',
  "N'Diaye",
  'Müller; Sohn',
  "Ma'am",
  'Nguyễn',
  '山田 (太郎)',
];
const nouns = [
  'table',
  'order',
  'group',
  'union',
  'select committee',
  'drop',
  'index',
  'view',
  'key',
  'value',
  'case',
];
const verbs = [
  'select',
  'insert',
  'update',
  'delete',
  'drop',
  'create',
  'alter',
  'join',
  'group',
  'order',
  'limit',
];
const joins = [
  'and',
  'or',
  'and/or',
  '&',
  '--',
  ';',
  ',',
  'not',
  'in',
  'like',
  'between',
  'from',
  'where',
  'having',
];
const abroad = [
  "J'ai choisi l'option {n} ou l'autre; d'accord?",
  "L'ordre du jour: 1) l'union 2) l'or -- {n} €",
  "C'è l'opzione {n} o l'altra",
  'Wähle {n} oder "{m}" -- danke',
  "Ik wil {n} of {m} foto's; nu",
  'Seleccione {n} o {m} de la tabla (unión)',
  'União de {n} e {m}; obrigado d’água',
  "İstanbul'da {n} gün; Ankara'da {m}",
  "об'єднати {n} або {m}; вибрати",
  'выбрать {n} или {m} из таблицы -- да',
  '选择 {n} 或 {m}；删除表',
  '「{n}」または（{m}）を選択',
  "'{n}' 또는 '{m}' 선택",
  'اختر {n} أو {m} من الجدول',
  "צה\"ל {n}; ג'ורג' {m}",
  'เลือก {n} หรือ {m}; ลบตาราง',
  'Chọn {n} hoặc {m} từ bảng',
  "Vaa'an {n} tai {m}",
  'Wybierz {n} lub {m} z tabeli -- tak',
];

function benign(): { value: string; context: string } {
  const n = upTo(999);
  const m = upTo(99);
  const numbered = (text: string): string => text.replace('{n}', n).replace('{m}', m);
  const kinds: readonly (readonly [string, () => string])[] = [
    ['prose', () => `Please ${one(verbs)} the ${one(nouns)} ${one(joins)} ${one(verbs)} ${n} ${one(nouns)}s`],
    ['prose', () => `${one(nouns)} ${one(joins)} ${one(nouns)} ${one(joins)} ${one(nouns)}`],
    ['prose', () => `It's the ${one(nouns)} ${one(joins)} he's ${one(verbs)} ${one(joins)} "${one(nouns)}"`],
    ['prose', () => `The "${one(nouns)}" ${one(joins)} '${one(nouns)}' of ${n}; ${one(verbs)} it`],
    ['Language', () => numbered(one(abroad))],
    ['name', () => `${one(names)} ${one(['&', 'and', 'or', '--', ';', ','])} ${one(names)}`],
    ['name', () => `${one(names)} (${n})`],
    [
      'query',
      () =>
        `${one(fields)} ${one(['eq', 'ne', 'gt', 'lt'])} '${one(texts)}' ${one(['and', 'or'])} ${one(fields)} eq ${n}`,
    ],
    [
      'query',
      () =>
        `${one(fields)}${one(['=', '!=', '>', '<=', ':', '~'])}${n} ${one(['AND', 'OR', '&&'])} ${one(fields)} = "${one(texts)}"`,
    ],
    ['query', () => `${one(fields)} ${one(['asc', 'desc'])}, ${one(fields)} ${one(['asc', 'desc'])}`],
    ['query', () => `${one(fields)}=${n}&${one(fields)}=${one(names)}&sort=${one(fields)},${one(fields)}`],
    [
      'query',
      () =>
        `${n} ${one(['+', '-', '*', '/', '<', '>', '=', '<=', '%'])} ${m} ${one(['+', '=', '<', '-'])} ${upTo(99)}`,
    ],
    ['code', () => `${upTo(99)}-${one(['OR', 'AND', 'X', 'IN'])}-${n}/${m}#${one(texts)}`],
    ['code', () => `${one(texts)}.${one(fields)}@${one(tables)}.example`],
    ['code', () => JSON.stringify({ [one(fields)]: one(names), [one(tables)]: [Number(n), one(nouns)] })],
    [
      'code',
      () => `if (${one(fields)} == '${one(texts)}' || ${one(fields)} > ${n}) { return "${one(nouns)}"; }`,
    ],
    [
      'code',
      () => `const ${one(tables)} = '${one(texts)}' + ${one(fields)} + "${one(texts)}"; // ${one(nouns)}`,
    ],
    [
      'forum',
      () =>
        `How do I ${one(verbs)} with SELECT ${one(fields)} FROM ${one(tables)} WHERE ${one(fields)} = '${one(texts)}' OR ${one(fields)} = ${n}?`,
    ],
    [
      'forum',
      () =>
        `I'm stuck: UPDATE ${one(tables)} SET ${one(fields)} = ${n} WHERE ${one(fields)} = '${one(texts)}'; -- why?`,
    ],
    ['forum', () => `db.query("SELECT * FROM ${one(tables)} WHERE ${one(fields)} = ?", ['${one(texts)}'])`],
  ];
  const [context, make] = kinds[below(kinds.length)]!;
  return { value: make(), context };
}

function write(
  kind: 'attacks' | 'benign',
  family: string,
  count: number,
  make: () => { value: string; context: string },
): void {
  const file = new URL(`../sql.${kind}.jsonl`, import.meta.url);
  const kept = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.includes('"note":"made"'));
  const seen = new Set(kept.map((line) => (JSON.parse(line) as { value: string }).value));
  for (let made = 0; made < count; ) {
    const { value, context } = make();
    if (seen.has(value)) continue;
    seen.add(value);
    kept.push(JSON.stringify({ value, family, context, note: 'made' }));
    made++;
  }
  writeFileSync(file, `${kept.join('\n')}\n`);
}

write('attacks', 'sqli', 600, attack);
write('benign', 'benign', 700, benign);
