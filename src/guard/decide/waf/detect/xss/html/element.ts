import { readAddress } from '../address.ts';
import type { Best } from '../best.ts';
import { scoreOfCode } from '../score.ts';
import { weigh } from '../script/weigh.ts';
import { dangerOfStyle } from '../style.ts';
import type { Surroundings } from '../surroundings.ts';
import { judgeAttribute } from './attribute.ts';
import { libraries, media } from './hosts.ts';
import { isOwnFile, isPageWork, isSnippet } from './ordinary.ts';
import { dereferenced } from './references.ts';
import type { Tag } from './tag.ts';

/** Judges a tag by its name and attributes; scripts by their content as well, see `judgeScript`. */
export function judgeTag(tag: Tag, around: Surroundings, best: Best, depth: number): void {
  const { attributes, name } = tag;
  for (let i = 0; i < attributes.length; i++) judgeAttribute(tag, attributes[i]!, around, best, depth);
  if (tag.closing) return;
  sending(tag, around, best);
  const judge = elements[name];
  if (judge !== undefined) judge(tag, around, best);
  else if (!tag.whole && attributes.length > 0) dangling(tag, around, best);
}

/** Judges what stands in a script element. */
export function judgeScript(tag: Tag, body: string, closed: boolean, around: Surroundings, best: Best): void {
  const type = given(tag, 'type').toLowerCase().trim();
  // Modules by their names: whoever sets these runs their own.
  if (type === 'importmap' && /:\s{0,8}"(?:\/\/|data:|http:)/.test(body.slice(0, 4096))) {
    best.add(around.calm ? 48 : 72, 'HTML text', 'modules from elsewhere', tag.from, tag.to);
    return;
  }
  if (type !== '' && !type.includes('script') && !type.includes('module') && !type.includes('babel')) {
    best.add(25, 'HTML text', 'data element', tag.from, tag.to);
    return;
  }
  const code = weigh(filled(body));
  let score = scoreOfCode(code, 'script', around);
  if (code.level === 0 || (!code.valid && code.level < 3))
    score = around.calm ? 10 : !closed ? 38 : body.length > 150 ? 42 : 55;
  // A component of Vue's is written so, and only its compiler reads it.
  if (tag.attributes.some(({ name }) => name === 'setup') && (code.level < 3 || code.soft))
    score = Math.min(score, 42);
  if (code.level === 1 && code.valid && !around.broken && around.lets(isPageWork(body)))
    score = Math.min(score, 46);
  const what = code.what === '' ? 'script element' : `script: ${code.what}`;
  best.add(score, 'HTML text', what, tag.from, tag.to + Math.min(body.length, 200));
}

/** A script as a template leaves it: where the template puts a value stands one. */
const filled = (body: string): string => (mayFill.test(body) ? body.replace(places, '0') : body);
const mayFill = /= ?(?:\{\{|<[?%]=)/;
const places = /(?<== ?)(?:\{\{ ?[\w.$| -]{1,80}\}\}|<([?%])= ?[\w.$> -]{1,80}\1>)/g;

/** The source of a script element: the page's own, a known library, or anyone's. */
export function judgeSource(tag: Tag, around: Surroundings, best: Best): void {
  const raw = given(tag, 'src') || given(tag, 'href') || given(tag, 'xlink:href');
  const address = readAddress(raw);
  const add = (score: number, what: string): void => best.add(score, 'HTML text', what, tag.from, tag.to);
  if (address.scheme.startsWith('data:')) add(92, 'script from a data: URL');
  else if (address.kind === 'elsewhere') {
    if (isOf(libraries, address.rest)) add(around.calm ? 36 : 48, 'script of a public library');
    else add(around.calm ? 60 : 85, 'script from elsewhere');
  } else add(around.calm ? 30 : around.broken || !isOwnFile(raw) ? 62 : 46, 'script with a source');
}

type Judge = (tag: Tag, around: Surroundings, best: Best) => void;

const elements: Readonly<Record<string, Judge>> = Object.assign(Object.create(null), {
  iframe: frame,
  frame,
  embed: frame,
  object: frame,
  applet: frame,
  portal: frame,
  fencedframe: frame,
  base,
  link,
  meta,
  form,
  use,
  animate,
  set: animate,
  animatetransform: animate,
  animatemotion: animate,
  isindex: form,
  input: field,
  import: link,
  '?import': link,
  '?xml-stylesheet': sheet,
});

function frame(tag: Tag, around: Surroundings, best: Best): void {
  const raw = given(tag, 'src') || given(tag, 'data') || given(tag, 'code');
  const address = readAddress(raw);
  const add = (score: number, what: string): void => best.add(score, 'HTML text', what, tag.from, tag.to);
  if (address.kind === 'document' || address.kind === 'image')
    add(around.calm ? 60 : 80, `${tag.name} of a data: URL`);
  else if (address.kind === 'elsewhere') {
    if (!isOf(media, address.rest))
      add(around.calm || isSnippet(tag, raw) ? 38 : 55, `${tag.name} from elsewhere`);
  } else if (raw === '') add(around.calm ? 0 : 36, tag.name);
  else if (tag.name !== 'iframe' && !around.calm) add(around.broken ? 55 : 40, tag.name);
  else if (around.broken) add(50, tag.name);
}

function base(tag: Tag, around: Surroundings, best: Best): void {
  const { kind } = readAddress(given(tag, 'href'));
  if (kind === 'code' || kind === 'document') best.add(82, 'HTML text', 'base of code', tag.from, tag.to);
  else if (kind === 'elsewhere')
    best.add(around.calm ? 36 : 62, 'HTML text', 'base elsewhere', tag.from, tag.to);
}

function link(tag: Tag, around: Surroundings, best: Best): void {
  const rel = given(tag, 'rel').toLowerCase();
  const address = readAddress(given(tag, 'href') || given(tag, 'src') || given(tag, 'implementation'));
  if (address.scheme.startsWith('data:') && rel !== 'icon')
    best.add(70, 'HTML text', 'link to a data: URL', tag.from, tag.to);
  else if (rel.includes('import') || given(tag, 'implementation') !== '')
    best.add(around.calm ? 45 : 70, 'HTML text', 'link rel=import', tag.from, tag.to);
  else if (rel.includes('stylesheet') && address.kind === 'elsewhere' && !isOf(libraries, address.rest)) {
    // It runs nothing; by HTTPS and in quotes it is a line of anybody's head.
    const usual =
      !around.broken && /^https:\/\/[\w.-]+\/[\w./:=?&;,+%@-]*$/.test(given(tag, 'href')) && tag.whole;
    best.add(around.calm ? 30 : usual ? 46 : 52, 'HTML text', 'style sheet from elsewhere', tag.from, tag.to);
  }
}

function meta(tag: Tag, around: Surroundings, best: Best): void {
  const equiv = dereferenced(given(tag, 'http-equiv')).trim().toLowerCase();
  const content = dereferenced(given(tag, 'content'));
  if (equiv === 'refresh') {
    const target = targetOf(content);
    if (target === '') return;
    const { kind, code } = readAddress(target);
    const add = (score: number, what: string): void => best.add(score, 'HTML text', what, tag.from, tag.to);
    if (kind === 'code') add(scoreOfCode(code!, 'address', around), 'meta refresh to code');
    else if (kind === 'document') add(85, 'meta refresh to a data: URL');
    else if (kind === 'elsewhere') add(around.calm ? 40 : 60, 'meta refresh elsewhere');
    else add(around.calm ? 0 : 36, 'meta refresh');
  } else if (equiv === 'set-cookie')
    best.add(around.calm ? 40 : 60, 'HTML text', 'meta set-cookie', tag.from, tag.to);
  else if (equiv === 'link') best.add(around.calm ? 40 : 60, 'HTML text', 'meta link', tag.from, tag.to);
  else if (equiv === 'content-type' && content.toLowerCase().includes('utf-7'))
    best.add(70, 'HTML text', 'meta charset UTF-7', tag.from, tag.to);
}

/** The URL of `0; url=…` (WHATWG HTML, shared declarative refresh steps). */
function targetOf(content: string): string {
  let at = 0;
  while (at < content.length && (isSeparator(content.charCodeAt(at)) || isNumeric(content.charCodeAt(at))))
    at++;
  if (content.slice(at, at + 3).toLowerCase() !== 'url') return content.slice(at);
  let value = at + 3;
  while (content.charCodeAt(value) <= 0x20) value++;
  if (content[value] !== '=') return content.slice(at);
  value++;
  while (content.charCodeAt(value) <= 0x20 || content[value] === '"' || content[value] === "'") value++;
  return content.slice(value);
}

const isSeparator = (c: number): boolean => c <= 0x20 || c === 0x3b || c === 0x2c;
const isNumeric = (c: number): boolean => (c >= 0x30 && c <= 0x39) || c === 0x2e;

function form(tag: Tag, around: Surroundings, best: Best): void {
  const address = readAddress(given(tag, 'action') || given(tag, 'formaction'));
  if (address.kind !== 'elsewhere') return;
  around.sent = true;
  best.add(around.broken ? 60 : around.calm ? 30 : 46, 'HTML text', 'form sent elsewhere', tag.from, tag.to);
}

/** A password that a form of the value's own sends elsewhere. */
function field(tag: Tag, around: Surroundings, best: Best): void {
  if (!tag.whole) dangling(tag, around, best);
  if (around.sent && given(tag, 'type').toLowerCase() === 'password')
    best.add(around.calm ? 44 : 56, 'HTML text', 'a password that is sent elsewhere', tag.from, tag.to);
}

const buttons = new Set(['button', 'input']);
const links = new Set(['a', 'area']);

/** A button that sends the page's own form elsewhere, a link that tells another host who followed it. */
function sending(tag: Tag, around: Surroundings, best: Best): void {
  const name = buttons.has(tag.name) ? 'formaction' : links.has(tag.name) ? 'ping' : '';
  const value = name === '' ? '' : given(tag, name);
  if (value === '' || readAddress(value).kind !== 'elsewhere') return;
  const score = name === 'ping' ? 60 : 62;
  best.add(around.calm ? score - 14 : score, 'HTML text', `${name} elsewhere`, tag.from, tag.to);
}

function use(tag: Tag, around: Surroundings, best: Best): void {
  const address = readAddress(given(tag, 'href') || given(tag, 'xlink:href'));
  if (address.scheme.startsWith('data:')) best.add(78, 'HTML text', 'use of a data: URL', tag.from, tag.to);
  else if (address.kind === 'elsewhere')
    best.add(around.calm ? 30 : 52, 'HTML text', 'use from elsewhere', tag.from, tag.to);
}

/** SVG animation that sets a handler or a link: the value is code. */
function animate(tag: Tag, around: Surroundings, best: Best): void {
  const target = dereferenced(given(tag, 'attributename')).trim().toLowerCase();
  const add = (score: number, what: string): void => best.add(score, 'HTML text', what, tag.from, tag.to);
  if (target.startsWith('on')) add(around.calm ? 60 : 85, `animation of ${target}`);
  else if (target === 'href' || target === 'xlink:href') {
    for (const key of ['to', 'values', 'from', 'by']) {
      for (const part of given(tag, key).split(';', 16)) {
        const { kind } = readAddress(part);
        if (kind === 'code' || kind === 'document') add(90, 'animation of a link to code');
      }
    }
  }
}

function sheet(tag: Tag, around: Surroundings, best: Best): void {
  const { kind } = readAddress(given(tag, 'href'));
  if (kind === 'code' || kind === 'document') best.add(88, 'XML', 'style sheet of code', tag.from, tag.to);
  // XSLT from there may hold script.
  else if (kind === 'elsewhere' && !around.calm)
    best.add(55, 'XML', 'style sheet from elsewhere', tag.from, tag.to);
}

/** A tag cut short whose last attribute fetches from elsewhere: what follows on the page goes along. */
function dangling(tag: Tag, around: Surroundings, best: Best): void {
  const last = tag.attributes[tag.attributes.length - 1];
  if (last === undefined) return;
  if (last.name !== 'src' && last.name !== 'href' && last.name !== 'action' && last.name !== 'background')
    return;
  if (last.value === '' || around.calm || readAddress(last.value).kind !== 'elsewhere') return;
  // `<img src='//x.test/?`: an address that waits for what it is to take along.
  const waits = last.name !== 'href' && /^[^?]*\?(?:[\w-]{1,16}=)?$/.test(last.value);
  best.add(around.broken ? 60 : waits ? 56 : 45, 'HTML text', `${tag.name} left open`, tag.from, tag.to);
}

/** Judges what stands in a style element. */
export function judgeStyle(tag: Tag, body: string, around: Surroundings, best: Best): void {
  const danger = dangerOfStyle(body);
  if (danger === null) return;
  best.add(
    danger.runs ? (around.calm ? 60 : 82) : around.calm ? 30 : 62,
    'CSS',
    danger.what,
    tag.from,
    tag.to,
  );
}

/** The value of the first attribute of that name, as a browser takes it. */
function given(tag: Tag, name: string): string {
  for (const attribute of tag.attributes) if (attribute.name === name) return attribute.value;
  return '';
}

/** True when a URL without its scheme begins with one of these hosts. */
function isOf(hosts: ReadonlySet<string>, rest: string): boolean {
  let at = 0;
  while (at < rest.length && !'/\\?#'.includes(rest[at]!)) at++;
  const host = rest.slice(0, at).toLowerCase();
  return hosts.has(host) || hosts.has(host.slice(host.indexOf('.') + 1));
}
