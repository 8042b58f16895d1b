import { begins } from './html/tag.ts';

const enough = 7;

/** What stands around a tag: whether people wrote it, whether it breaks out of where the value was put. */
export class Surroundings {
  readonly #text: string;
  #calm: boolean | null = null;
  /** True once a quote, a comment or an element that the value had not opened was closed before a tag. */
  broken = false;

  constructor(text: string) {
    this.#text = text;
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
  for (let at = 0; at < text.length; at++) {
    const c = text.charCodeAt(at);
    if (c === 0x3c && begins(text, at)) {
      const close = closeOf(text, at);
      if (close < 0) return false;
      at = close;
      continue;
    }
    if (!isWordPart(c)) continue;
    const from = at;
    while (at < text.length && isWordPart(text.charCodeAt(at))) at++;
    const next = text.charCodeAt(at);
    const apart =
      at >= text.length ||
      next <= 0x20 ||
      ((next === 0x2c || next === 0x2e || next === 0x3f || next === 0x21) &&
        !(text.charCodeAt(at + 1) > 0x20));
    if (apart && at - from >= 2 && ++words >= enough) return true;
    // Letters of scripts without spaces count by the pair.
    if (text.charCodeAt(from) >= 0x2e80) {
      words += (at - from) >> 1;
      if (words >= enough) return true;
    }
  }
  return false;
}

/** The end of a tag; of a script or style, of the whole element. */
function closeOf(text: string, at: number): number {
  const name = text.slice(at + 1, at + 7).toLowerCase();
  if (name.startsWith('script') || name.startsWith('style')) {
    const end = text.indexOf('</', at);
    if (end >= 0) return text.indexOf('>', end);
  }
  return text.indexOf('>', at);
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
