import { begins } from './html/tag.ts';

const enough = 7;
const mostLet = 64;

/** What stands around a tag: whether people wrote it, whether it breaks out of where the value was put. */
export class Surroundings {
  readonly #text: string;
  #calm: boolean | null = null;
  /** True once a quote, a comment or an element that the value had not opened was closed before a tag. */
  broken = false;
  /** True once a form has begun that is sent elsewhere. */
  sent = false;
  #let = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Whether one more piece of ordinary code may be let pass: a page has a few, and each must be read to its end. */
  lets(ordinary: boolean): boolean {
    return ordinary && this.#let++ < mostLet;
  }

  /** True in a text of seven words outside its tags, or a whole page: there, markup may be what it is about. */
  get calm(): boolean {
    if (this.broken) return false;
    this.#calm ??= isProse(this.#text) || isPage(this.#text);
    return this.#calm;
  }
}

function isProse(text: string): boolean {
  let words = 0;
  let closes = true;
  for (let at = 0; at < text.length; at++) {
    const c = text.charCodeAt(at);
    if (c === 0x3c && begins(text, at)) {
      // Of a script or a style the whole element is passed, as long as any of them ends.
      const raw: boolean = closes && isRaw(text.slice(at + 1, at + 7).toLowerCase());
      const end: number = raw ? text.indexOf('</', at) : at;
      if (end < 0) closes = false;
      const close = text.indexOf('>', end < 0 ? at : end);
      if (close < 0) return false;
      at = close;
      continue;
    }
    if (!isWordPart(c)) continue;
    const from = at;
    while (at < text.length && isWordPart(text.charCodeAt(at))) at++;
    if (at - from >= 2 && endsWord(text, at)) words++;
    // Scripts that set no spaces: a word is two signs or so.
    if (c >= 0x2e80) words += (at - from) >> 1;
    if (words >= enough) return true;
  }
  return false;
}

const isRaw = (name: string): boolean => name === 'script' || name.startsWith('style');

/** True at white space, or at punctuation before white space. */
function endsWord(text: string, at: number): boolean {
  if (at >= text.length || text.charCodeAt(at) <= 0x20) return true;
  return '.,!?;:'.includes(text[at]!) && !(text.charCodeAt(at + 1) > 0x20);
}

/** A page of its own, from its first line on, with a good number of tags. */
function isPage(text: string): boolean {
  const head = text.slice(0, 200).trimStart().toLowerCase();
  if (!head.startsWith('<!doctype html') && !head.startsWith('<html') && !head.startsWith('<head'))
    return false;
  let tags = 0;
  for (let at = text.indexOf('</'); at >= 0 && tags < 5; at = text.indexOf('</', at + 2)) tags++;
  return tags >= 5;
}

const isWordPart = (c: number): boolean =>
  ((c | 0x20) >= 0x61 && (c | 0x20) <= 0x7a) || c === 0x27 || c >= 0xc0;
