import type { Best } from '../best.ts';
import type { Surroundings } from '../surroundings.ts';
import { judgeScript, judgeSource, judgeStyle, judgeTag } from './element.ts';
import { enclosing, rawText } from './names.ts';
import { begins, isLetter, readTag, type Tag } from './tag.ts';

const sure = 80;
// With this much found, what comes after so many tags changes nothing.
const enough = 50;
const many = 100;

/**
 * Looks for what would run in a text put where HTML is read. First as the standard reads it; then once more with
 * every `<` that can begin a tag taken for one, since quotes, comments and raw text end early in many a page
 * (a filter that strips, a namespace, a value put inside an attribute).
 */
export function walkHtml(text: string, around: Surroundings, best: Best, depth: number): void {
  const seen: number[] = [];
  if (walk(text, around, best, depth, false, seen) && best.score < sure)
    walk(text, around, best, depth, true, seen);
}

/**
 * One reading; true when a place that could begin a tag was passed over. The first takes down where its tags begin
 * and end, so that the second does not judge them again.
 */
function walk(
  text: string,
  around: Surroundings,
  best: Best,
  depth: number,
  anew: boolean,
  seen: number[],
): boolean {
  let passed = false;
  let first = true;
  let known = 0;
  let judged = 0;
  let at = text.indexOf('<');
  while (at >= 0) {
    if (!begins(text, at)) {
      if (isSpacedScript(text, at)) spacedScript(text, at, around, best);
      at = text.indexOf('<', at + 1);
      continue;
    }
    const next = text.charCodeAt(at + 1);
    if (next === 0x21) {
      const end = anew ? at + 2 : commentEnd(text, at);
      if (!anew && text.indexOf('<', at + 1) < end) passed = true;
      at = text.indexOf('<', end);
      continue;
    }
    const closed = first || next !== 0x2f ? 0 : plainEnd(text, at + 2);
    if (closed > 0) {
      at = text.indexOf('<', closed);
      continue;
    }
    const tag = readTag(text, at, anew);
    if (first) around.broken ||= depth === 0 && breaksOut(text, at, tag);
    first = false;
    if (!anew) seen.push(tag.from, tag.to);
    while (anew && seen[known]! < tag.from) known += 2;
    const again = anew && seen[known] === tag.from && seen[known + 1] === tag.to;
    if (!again) judgeTag(tag, around, best, depth);
    if (best.score >= sure || (best.score >= enough && ++judged > many)) return false;
    let end = tag.to;
    if (!tag.closing && rawText.has(tag.name)) {
      const close = anew ? nextTag(text, end) : endOf(text, end, tag.name);
      const body = text.slice(end, close);
      content(tag, body, close < text.length, around, best);
      if (!anew && body.includes('<')) passed = true;
      end = close;
    } else if (!anew && !passed && hidesTag(text, tag)) passed = true;
    if (end >= text.length) return passed;
    at = text.indexOf('<', end);
  }
  return passed;
}

/** The place behind an end tag that is only its name; 0 for any other. */
function plainEnd(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const c = text.charCodeAt(at);
    if (c === 0x3e) return at + 1;
    if (!isLetter(c) && !(c >= 0x30 && c <= 0x39)) return 0;
  }
  return 0;
}

/** True when another `<` stands within a tag. */
const hidesTag = (text: string, { attributes, name, from, to }: Tag): boolean =>
  attributes.length > 0 ? text.lastIndexOf('<', to - 1) > from : name.includes('<');

function content(tag: Tag, body: string, closed: boolean, around: Surroundings, best: Best): void {
  const sheet =
    tag.name === 'style' &&
    !tag.attributes.some(({ name, value }) => name === 'type' && value.includes('script'));
  if (sheet) judgeStyle(tag, body, around, best);
  else if (tag.name === 'script' || tag.name === 'style') {
    const fetched = tag.attributes.some(
      ({ name }) => name === 'src' || name === 'href' || name === 'xlink:href',
    );
    if (fetched) judgeSource(tag, around, best);
    if (!tag.whole)
      best.add(
        // Nothing but its name: what is on the page would be script, and nothing of the caller’s.
        around.calm ? 15 : !around.broken && tag.attributes.length === 0 ? 42 : 52,
        'HTML text',
        'script element left open',
        tag.from,
        tag.to,
      );
    else if (body.trim() !== '') judgeScript(tag, body, closed, around, best);
    else if (!fetched) best.add(around.calm ? 15 : 50, 'HTML text', 'empty script element', tag.from, tag.to);
  }
}

/** The end of a comment, a declaration or CDATA that begins at `at` (WHATWG HTML 13.2.5.42). */
function commentEnd(text: string, at: number): number {
  if (text.startsWith('<!--', at)) {
    if (text[at + 4] === '>') return at + 5;
    if (text.startsWith('->', at + 4)) return at + 6;
    for (let dashes = text.indexOf('--', at + 4); dashes >= 0; dashes = text.indexOf('--', dashes + 1)) {
      const c = text.charCodeAt(dashes + 2);
      if (c === 0x3e || (c === 0x21 && text.charCodeAt(dashes + 3) === 0x3e)) return dashes + 3;
    }
    return text.length;
  }
  const end = text.indexOf('>', at + 2);
  return end < 0 ? text.length : end + 1;
}

/** Where raw text ends: its end tag. */
function endOf(text: string, from: number, name: string): number {
  for (let at = text.indexOf('</', from); at >= 0; at = text.indexOf('</', at + 2)) {
    if (text.slice(at + 2, at + 2 + name.length).toLowerCase() !== name) continue;
    const after = text.charCodeAt(at + 2 + name.length);
    if (after <= 0x20 || after === 0x2f || after === 0x3e || Number.isNaN(after)) return at;
  }
  return text.length;
}

function nextTag(text: string, from: number): number {
  for (let at = text.indexOf('<', from); at >= 0; at = text.indexOf('<', at + 1)) {
    if (begins(text, at) && text.charCodeAt(at + 1) !== 0x21) return at;
  }
  return text.length;
}

/** True when the first tag stands behind what closes a quoted value, a comment or an element the value never opened. */
function breaksOut(text: string, at: number, tag: Tag): boolean {
  if (tag.closing) return enclosing.has(tag.name) && at < 200;
  let end = at - 1;
  while (end >= 0 && text.charCodeAt(end) <= 0x20) end--;
  if (end < 0 || text[end] !== '>') return false;
  let before = end - 1;
  while (before >= 0 && (text.charCodeAt(before) <= 0x20 || text[before] === '/')) before--;
  const c = text[before];
  return c === '"' || c === "'" || c === '`' || (c === '-' && text[before - 1] === '-');
}

/** `< script >`: no browser runs it, but a filter that drops white space makes it run. */
function isSpacedScript(text: string, at: number): boolean {
  let name = at + 1;
  while (name < at + 5 && text.charCodeAt(name) <= 0x20) name++;
  return name > at + 1 && text.slice(name, name + 6).toLowerCase() === 'script';
}

function spacedScript(text: string, at: number, around: Surroundings, best: Best): void {
  const near = text.slice(at, at + 256);
  const close = near.indexOf('>');
  const end = close < 0 ? -1 : near.indexOf('<', close);
  if (end < 0 || around.calm) return;
  const tag: Tag = {
    name: 'script',
    closing: false,
    attributes: [],
    whole: true,
    from: at,
    to: at + close + 1,
  };
  judgeScript(tag, near.slice(close + 1, end), true, around, best);
}
