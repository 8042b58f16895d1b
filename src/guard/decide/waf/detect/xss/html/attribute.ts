import { readAddress } from '../address.ts';
import { Best } from '../best.ts';
import { scoreOfCode } from '../score.ts';
import { weigh } from '../script/weigh.ts';
import { dangerOfStyle } from '../style.ts';
import type { Surroundings } from '../surroundings.ts';
import { walkHtml } from './html.ts';
import { addresses, automatic, expressions, isHandler, isKnownHandler } from './names.ts';
import { isGreeting, isHandedOn } from './ordinary.ts';
import { dereferenced } from './references.ts';
import type { Attribute, Tag } from './tag.ts';

/** Judges one attribute of a tag: whether its value runs, and what it would do. */
export function judgeAttribute(
  tag: Tag,
  attribute: Attribute,
  around: Surroundings,
  best: Best,
  depth: number,
): void {
  const { name, value } = attribute;
  if (value === '') return;
  const first = name.charCodeAt(0);
  if (first === 0x6f && isHandler(name)) handler(tag, attribute, around, best);
  else if (name === 'style') style(tag, attribute, around, best);
  else if (name === 'srcdoc') {
    inside(dereferenced(value), attribute, around, best, depth);
    best.add(around.calm ? 36 : 46, 'HTML text', `srcdoc of ${tag.name}`, attribute.from, attribute.to);
  } else if (addresses.has(name) || (name === 'value' && tag.name === 'param')) {
    address(tag, attribute, around, best, depth);
    if (value.includes('/on')) afterMark(tag, attribute, '/on', around, best);
    else if (first === 0x73 && value.includes('`on')) afterMark(tag, attribute, '`on', around, best);
  } else if (isExpression(name, first)) expression(tag, attribute, around, best);
  else if (first > 0x60 && name.endsWith('action') && readAddress(value).kind === 'code')
    address(tag, attribute, around, best, depth);
  else if (first === 0x5f || first === 0x68 || first === 0x64 || first === 0x73)
    scripted(tag, attribute, best);
}

/** Frameworks: `@click`, `v-on:click`, `:href`, `x-on:click`, `(click)`, `ng-…`. */
function isExpression(name: string, first: number): boolean {
  if (first === 0x40 || first === 0x3a || first === 0x28 || first === 0x5b) return true;
  if (expressions.has(name)) return true;
  return (
    name.startsWith('v-on:') ||
    name.startsWith('x-on:') ||
    name.startsWith('v-bind:') ||
    name.startsWith('ng-') ||
    name.startsWith('data-ng-') ||
    name.startsWith('hx-on') ||
    name.startsWith('data-hx-on')
  );
}

/** What htmx and hyperscript run: the filter of a trigger, values that are reckoned, a script in words. */
function scripted(tag: Tag, attribute: Attribute, best: Best): void {
  const name = attribute.name.startsWith('data-') ? attribute.name.slice(5) : attribute.name;
  const value = dereferenced(attribute.value).slice(0, 2048);
  let code = '';
  if (name === 'hx-trigger') code = /\[([^\]\n]{3,400})\]/.exec(value)?.[1] ?? '';
  else if (name === 'hx-headers' || name === 'hx-vals' || name === 'hx-request')
    code = /^\s{0,8}(?:js|javascript):(.{3,})/is.exec(value)?.[1] ?? '';
  else if (name === '_' || name === 'script' || name === 'hs')
    code = /\b(?:call|set|get|js|log|then)\s{1,8}([^\n]{3,400})/.exec(value)?.[1] ?? '';
  if (code === '') return;
  const weighed = weigh(code);
  if (weighed.level < 3 || weighed.soft) return;
  best.add(78, 'template', phrase(tag, attribute.name, weighed.what), attribute.from, attribute.to);
}

function handler(tag: Tag, attribute: Attribute, around: Surroundings, best: Best): void {
  const { name } = attribute;
  const value = unticked(dereferenced(attribute.value));
  const code = weigh(value);
  if (!isKnownHandler(name) && (code.level < 2 || (code.soft && around.calm))) return;
  const place =
    automatic.has(name) && !(name === 'onfocus' && tag.name !== '' && !isFocused(tag))
      ? 'automatic'
      : 'prompted';
  const ordinary =
    around.lets(isGreeting(attribute)) ||
    (code.level === 1 && (pageLevel.has(tag.name) || value.startsWith('this.') || isHandedOn(attribute)));
  let score = scoreOfCode(code, place, around, ordinary);
  // Code that some decoding would mend, where no reader is needed.
  if (!code.valid && place === 'automatic' && !around.calm && value.includes('('))
    score = Math.max(score, 52);
  // `onclick="return confirm('Sure?')"` asks before it goes on.
  if (
    place === 'prompted' &&
    !around.broken &&
    value.length < 256 &&
    asking.test(value) &&
    /[a-z] [a-z]|\?/i.test(value)
  )
    score = Math.min(score, 42);
  const what = phrase(tag, name, code.what);
  best.add(score, tag.name === '' ? 'HTML attribute' : 'HTML text', what, attribute.from, attribute.to);
}

const asking = /^\s*return\s+confirm\((?:'[^'"<>\\]{1,200}'|"[^'"<>\\]{1,200}")\)\s*;?\s*$/;

/** `onload of svg: call of alert`. */
function phrase(tag: Tag, name: string, what: string): string {
  const where = tag.name === '' ? name : `${name} of ${tag.name}`;
  return what === '' ? where : `${where}: ${what}`;
}

const pageLevel = new Set(['body', 'html', 'frameset', 'window', 'iframe']);

const focusing = new Set(['autofocus', 'tabindex', 'id', 'contenteditable']);

function isFocused(tag: Tag): boolean {
  for (let i = 0; i < tag.attributes.length && i < 32; i++) {
    if (focusing.has(tag.attributes[i]!.name)) return true;
  }
  return false;
}

/** Internet Explorer took back-ticks for quotes. */
function unticked(value: string): string {
  if (value.charCodeAt(0) !== 0x60 || value.length < 2) return value;
  const end = value.charCodeAt(value.length - 1) === 0x60 ? value.length - 1 : value.length;
  return value.slice(1, end);
}

/** `src=x/onerror=…`, ``src=`x`onerror=…``: one value to the standard, two attributes to some a filter in between. */
function afterMark(
  tag: Tag,
  { value, from, to }: Attribute,
  mark: string,
  around: Surroundings,
  best: Best,
): void {
  const at = value.indexOf(mark) + 1;
  const equals = value.indexOf('=', at);
  const name = value.slice(at, equals).toLowerCase();
  if (equals < 0 || !isKnownHandler(name)) return;
  const code = weigh(dereferenced(value.slice(equals + 1)));
  if (code.level >= 2)
    best.add(scoreOfCode(code, 'prompted', around) - 20, 'HTML text', phrase(tag, name, code.what), from, to);
}

function style(tag: Tag, attribute: Attribute, around: Surroundings, best: Best): void {
  const danger = dangerOfStyle(dereferenced(attribute.value));
  if (danger === null) return;
  best.add(
    danger.runs ? (around.calm ? 65 : 82) : 45,
    'CSS',
    phrase(tag, 'style', danger.what),
    attribute.from,
    attribute.to,
  );
}

function address(tag: Tag, attribute: Attribute, around: Surroundings, best: Best, depth: number): void {
  const { name, value, from, to } = attribute;
  if (name === 'content' && tag.name === 'meta') return;
  const read = readAddress(value);
  const context = tag.name === '' ? 'HTML attribute' : 'URL attribute';
  if (read.kind === 'code') {
    const code = read.code!;
    const hidden = read.hidden ? 15 : 0;
    const score = scoreOfCode(code, 'address', around) + (code.level > 0 ? hidden : hidden * 3);
    best.add(score, context, `${read.scheme}: in ${phrase(tag, name, code.what)}`, from, to);
  } else if (read.kind === 'document') {
    if (!opening.has(name)) return;
    if (!read.scheme.includes('base64')) inside(read.rest, attribute, around, best, depth);
    best.add(
      around.calm ? 55 : 80,
      context,
      `${read.scheme.slice(0, 30)} in ${phrase(tag, name, '')}`,
      from,
      to,
    );
  } else if (read.kind === 'image' && name !== 'src' && name !== 'poster' && name !== 'background') {
    best.add(around.calm ? 40 : 62, context, `SVG of a data: URL in ${phrase(tag, name, '')}`, from, to);
  }
}

/** HTML within an attribute: a document of its own. */
function inside(
  text: string,
  { from, to }: Attribute,
  around: Surroundings,
  best: Best,
  depth: number,
): void {
  if (depth >= 2) return;
  const part = new Best();
  walkHtml(text, around, part, depth + 1);
  best.addPart(part, from, to);
}

const opening = new Set([
  'href',
  'src',
  'action',
  'formaction',
  'data',
  'xlink:href',
  'code',
  'codebase',
  'from',
  'to',
  'values',
]);

function expression(tag: Tag, attribute: Attribute, around: Surroundings, best: Best): void {
  const value = dereferenced(attribute.value);
  // AngularJS sorts by an expression in a string, which is run.
  if (
    value.includes('orderBy') &&
    /\|\s{0,4}orderBy\s{0,4}:\s{0,4}(?:\[\s{0,4})?['"][^'"]{0,80}\(/.test(value.slice(0, 1024))
  )
    best.add(72, 'template', phrase(tag, attribute.name, 'sorts by code'), attribute.from, attribute.to);
  // A component that is a script element.
  if (
    /^(?:v-bind)?:is$/.test(attribute.name) &&
    /^\s{0,4}['"`](?:script|iframe|object|embed)['"`]/i.test(value)
  )
    best.add(
      around.calm ? 48 : 70,
      'template',
      phrase(tag, attribute.name, 'a script'),
      attribute.from,
      attribute.to,
    );
  const code = weigh(value);
  if (code.level < 3 || (code.soft && around.calm)) return;
  best.add(
    code.soft ? 55 : 82,
    'template',
    phrase(tag, attribute.name, code.what),
    attribute.from,
    attribute.to,
  );
}
