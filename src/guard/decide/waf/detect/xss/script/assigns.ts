import type { Evidence } from './evidence.ts';
import { NAME, STRING, TEMPLATE } from './lexer.ts';
import type { Chain } from './walk.ts';
import * as word from './words.ts';

/** Takes down what assigning to a chain does; `i` is the operator. */
export function assigned(e: Evidence, i: number, { root, last, global }: Chain): void {
  const value = e.tokens[i + 1];
  const written =
    value !== undefined && (value.kind === STRING || value.kind === TEMPLATE) ? value.text : null;
  e.note(1, true, last === '' ? 'assignment' : `assignment to ${last}`, i, i);
  switch (last) {
    case 'location':
      if (last === root || global || root === 'document' || root === 'this') goes(e, i + 1, i, i + 1);
      break;
    case 'innerHTML':
    case 'outerHTML':
    case 'srcdoc':
      // All of the page becomes what follows.
      if (e.tokens[i - 3]?.text === 'body') e.shows = i;
      if (e.holdsMarkup(i, Math.min(i + 8, e.tokens.length))) e.note(2, true, `assignment to ${last}`, i, i);
      break;
    case 'href':
      if (root === 'location' || global) goes(e, i + 1, i, i + 1);
      else sends(e, i, last, written);
      break;
    case 'src':
      sends(e, i, last, written);
      break;
    case 'action':
      sends(e, i, last, written);
      // What is typed into a form of the page goes there.
      if (root === 'document' && written !== null && word.isElsewhere(written))
        e.note(3, true, 'a form of the page sent elsewhere', i, i + 1);
      break;
    case 'domain':
      if (root === 'document') e.note(2, true, 'document.domain set', i, i);
      break;
    case 'cookie':
      if (root === 'document') e.note(2, true, 'document.cookie set', i, i);
  }
  if (written !== null && word.runsAsUrl(written)) e.note(3, false, `${last} set to code`, i, i + 1);
  if (last === '?' && global && word.globals.has(root))
    e.note(2, true, `computed member of ${root} set`, i, i);
}

function sends(e: Evidence, i: number, name: string, written: string | null): void {
  if (written === null || !word.isElsewhere(written)) return;
  e.send(i);
  e.note(2, true, `${name} set elsewhere`, i, i + 1);
}

/** What the page is sent to: the value at `at`. */
export function goes(e: Evidence, at: number, from: number, to: number): void {
  const value = e.tokens[at];
  if (value === undefined) return;
  e.send(from);
  if (value.kind === STRING || value.kind === TEMPLATE) {
    if (word.runsAsUrl(value.text) || beginnings.has(value.text.trim().toLowerCase())) {
      e.note(3, false, 'location set to code', from, to);
    } else if (word.isElsewhere(value.text)) e.note(2, true, 'location set elsewhere', from, to);
  } else if (value.kind === NAME && word.sources.has(value.text) && value.text !== 'location') {
    e.note(3, false, `location set to ${value.text}`, from, to);
  }
}

// `'java' + 'script:…'`: an ordinary URL begins so nowhere.
const beginnings = new Set([
  'j',
  'ja',
  'jav',
  'java',
  'javas',
  'javasc',
  'javascr',
  'javascri',
  'javascrip',
  'javascript',
]);
