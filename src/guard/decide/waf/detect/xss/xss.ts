import { isCopyName } from '../copy-name.ts';
import type { Detector, Finding } from '../finding.ts';
import { readAddress } from './address.ts';
import { Best } from './best.ts';
import { breakOut } from './html/break-out.ts';
import { clobbering } from './html/clobbering.ts';
import { walkHtml } from './html/html.ts';
import { scoreOfCode } from './score.ts';
import { asExpression, inStrings } from './script/contexts.ts';
import { dangerOfStyle } from './style.ts';
import { Surroundings } from './surroundings.ts';
import * as held from './survey.ts';
import { inTemplates } from './template.ts';

const sure = 80;

/**
 * Finds cross-site scripting: reads a value as HTML text, as what an attribute, a URL, a script's string or a script
 * itself would make of it, and tells what would run there.
 */
export const detectXss: Detector = (text) => {
  const holds = held.survey(text);
  if (holds === 0 || isCopyName(text)) return null;
  const joined = (holds & held.ANGLE) !== 0 && text.includes('<![CDATA[<]]>') ? withoutSections(text) : text;
  const found = look(joined, holds, false);
  if ((holds & held.WIDE) === 0 || (found !== null && found.score >= sure)) return found;
  const plain = held.narrowed(text);
  const other = look(plain, held.survey(plain), true);
  return other !== null && (found === null || other.score > found.score) ? other : found;
};

/** As whoever reads it as XML gets it: `<![CDATA[<]]>script…` is a tag there. */
const withoutSections = (text: string): string => text.replaceAll('<![CDATA[', '').replaceAll(']]>', '');

function look(text: string, holds: number, wide: boolean): Finding | null {
  const best = new Best();
  const around = new Surroundings(text);
  if ((holds & held.ANGLE) !== 0) {
    walkHtml(text, around, best, 0);
    if (best.score < sure && (holds & held.EQUALS) !== 0) {
      clobbering(text, around, best);
      const at = text.indexOf('>=&{');
      if (at > 0) best.add(60, 'HTML', 'what tells which characters a page escapes', at, at + 4);
    }
  }
  if (best.score < sure && (holds & (held.COLON | held.REFERENCE)) !== 0) {
    asAddress(text, around, best);
    if (best.score < sure && (holds & (held.BRACKET | held.ANGLE)) !== 0) asMarkdown(text, around, best);
  }
  if (best.score < sure && (holds & held.EQUALS) !== 0) breakOut(text, best);
  // `eval(a)`: no call that matters is shorter.
  if (best.score < sure && text.length > 5 && mayAct(text, holds)) {
    if ((holds & (held.QUOTE | held.CALLS)) !== 0) inStrings(text, best);
    if (best.score < sure && !wide && !choice.test(text)) asExpression(text, best);
  }
  if (best.score < sure && (holds & held.BRACE) !== 0 && isNamed(text, holds)) inTemplates(text, best);
  if (best.score < sure && (holds & held.COLON) !== 0) asStyle(text, best);
  return best.finding;
}

/** Code calls something, takes a member by a string, or assigns to or hands on what the page has anyway. */
function mayAct(text: string, holds: number): boolean {
  if ((holds & (held.CALLS | held.BRACKET)) !== 0) return isNamed(text, holds);
  return (holds & (held.EQUALS | held.BRACE)) !== 0 && acting.some((name) => text.includes(name));
}

/** `Confirm (y/n)?`: what somebody is asked, and how to answer. */
const choice = /^[\s"'([]*(?:please )?(?:confirm|prompt)\s?\(\s?(?:y\/n|n\/y)\s?\)[\s?:.!)\]"']*$/i;

/** False where nothing is named that code could call, nor made of what an index gives. */
const isNamed = (text: string, holds: number): boolean => (holds & held.BRACKET) !== 0 || named.test(text);

// No name of a function that matters is shorter; escapes may spell it.
const named = /[a-zA-Z]{3}|\\|[^\0-\x7f]/;

const acting = [
  'alert',
  'confirm',
  'prompt',
  'eval',
  'location',
  'cookie',
  'src',
  'import',
  'href',
  'domain',
  'HTML',
  'Storage',
  '.action',
  '\\',
];

/** Links of Markdown: `[x](javascript:…)`, `[x]: javascript:…`, `<javascript:…>`; of BBCode: `[url=javascript:…]`. */
function asMarkdown(text: string, around: Surroundings, best: Best): void {
  for (const [mark, skip] of links) {
    let looked = 0;
    for (let at = text.indexOf(mark); at >= 0 && best.score < sure; at = text.indexOf(mark, at + 1)) {
      const from = at + skip;
      if (!starting.has(text[from] ?? '')) continue;
      if (++looked > mostLinks) break;
      const { kind, code, scheme } = readAddress(text.slice(from, from + longestLink));
      if (kind === 'code' && code!.level === 3)
        best.add(scoreOfCode(code!, 'address', around), 'Markdown', `${scheme}: ${code!.what}`, at, from);
      else if (kind === 'document' && activeType(scheme))
        best.add(around.calm ? 55 : 70, 'Markdown', scheme.slice(0, 40), at, from);
    }
  }
}

const links = [
  ['](', 2],
  [']: ', 3],
  ['<javascript:', 1],
  ['[url=', 5],
  ['[URL=', 5],
  ['[img]', 5],
] as const;
const longestLink = 512;
const mostLinks = 64;

/** The whole value as a URL that a link or a frame is given. */
function asAddress(text: string, around: Surroundings, best: Best): void {
  const first = firstLetter(text);
  if (!starting.has(first)) return;
  const { kind, code, scheme, rest, hidden } = readAddress(text);
  if (kind === 'code') {
    const plain = code!.level === 1 && rest.trim() !== '' ? 10 : 0;
    // A sentence may begin so: `javascript: the good parts`.
    if (!code!.valid && code!.level < 3) return;
    const idle = code!.level === 0 && isWords(rest);
    if (!idle)
      best.add(
        scoreOfCode(code!, 'address', around) + plain + (hidden ? 15 : 0),
        'URL',
        `${scheme}:${code!.what === '' ? '' : ` ${code!.what}`}`,
        0,
        text.length,
      );
  } else if (kind === 'document' && activeType(scheme)) {
    if (!scheme.includes('base64')) {
      const part = new Best();
      walkHtml(rest, around, part, 1);
      best.addPart(part, 0, text.length);
    }
    best.add(around.calm ? 40 : 66, 'URL', scheme.slice(0, 40), 0, text.length);
  }
}

const starting = new Set([...'jJvVlLdDfFmM&']);

function firstLetter(text: string): string {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0x20) return text[at]!;
  return '';
}

const activeType = (scheme: string): boolean =>
  scheme.startsWith('data:text/html') ||
  scheme.startsWith('data:application/xhtml') ||
  scheme.startsWith('data:text/xml') ||
  scheme.startsWith('data:image/svg') ||
  scheme.startsWith('data:text/javascript') ||
  scheme.startsWith('data:application/javascript') ||
  scheme.startsWith('data:application/xml');

const isWords = (rest: string): boolean => rest.length > 0 && rest.charCodeAt(0) === 0x20;

/** The whole value as what a `style` attribute is given. */
function asStyle(text: string, best: Best): void {
  if (text.length > 2048 || !text.includes('(')) return;
  const lower = text.toLowerCase();
  const hides = text.includes('/*') || text.includes('\\');
  if (!hides && !styles.some((mark) => lower.includes(mark))) return;
  const danger = dangerOfStyle(text);
  if (danger?.runs) best.add(66, 'CSS', danger.what, 0, text.length);
}

const styles = ['expression', '-moz-binding', 'behavior', 'javascript:', 'vbscript:'];
