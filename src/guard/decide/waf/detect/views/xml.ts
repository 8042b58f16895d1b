import { dereferenced } from './entities.ts';
import { type Bounds, type Outcome, type Take, bounds as usual, type Where } from './part.ts';

/**
 * The texts of an XML document, each with the path of its element, its attributes, comments and processing
 * instructions. Only character references are undone: entities are not expanded, and what declares them is handed over as
 * it stands, as `doctype`. Text and CDATA sections that follow one another are one value. Linear; no recursion.
 */
export function xmlParts(text: string, take: Take, bounds: Bounds = usual): Outcome {
  return new Reading(text, take, bounds).read();
}

/** True for what begins as an XML document does, or as an element of one that also ends so. */
export function looksLikeXml(text: string): boolean {
  let at = 0;
  while (at < text.length && isBlank(text.charCodeAt(at))) at++;
  if (text.charCodeAt(at) !== 60) return false;
  if (text.startsWith('<?xml', at) || text.startsWith('<!DOCTYPE', at) || text.startsWith('<!ENTITY', at))
    return true;
  if (!isNameStart(text.charCodeAt(at + 1))) return false;
  const end = nameEnd(text, at + 1);
  return text.trimEnd().endsWith(`</${text.slice(at + 1, end)}>`);
}

const isBlank = (c: number): boolean => c === 32 || c === 10 || c === 13 || c === 9 || c === 0xfeff;
const isNameStart = (c: number): boolean =>
  ((c | 32) >= 97 && (c | 32) <= 122) || c === 95 || c === 58 || c > 191;

/** What an end tag says: a name, and white space. */
const isEndName = /^[\w.:\u00b7-\uffff-]+\s*>$/;
const isNamePart = (c: number): boolean => isNameStart(c) || (c >= 45 && c <= 58 && c !== 47) || c === 0xb7;

/** Behind the name at `at`: before a blank, `/`, `>`, `=` or `<`. */
function nameEnd(text: string, at: number): number {
  while (at < text.length) {
    const c = text.charCodeAt(at);
    if (isBlank(c) || c === 47 || c === 62 || c === 61 || c === 60) break;
    at++;
  }
  return at;
}

const indented = /^[ \t]*\r?\n[ \t]/;

class Reading {
  readonly #text: string;
  readonly #take: Take;
  readonly #depth: number;
  #left: number;
  #outcome: Outcome = 'whole';
  readonly #paths: string[] = [];
  #path = '';
  /** Text that goes on until the next tag. */
  #run = '';

  constructor(text: string, take: Take, bounds: Bounds) {
    this.#text = text;
    this.#take = take;
    this.#left = bounds.parts;
    this.#depth = bounds.depth;
  }

  read(): Outcome {
    const text = this.#text;
    for (let at = 0; at < text.length; ) {
      if (this.#left <= 0) {
        this.#run = '';
        this.#take(this.#path, text.slice(at), 'rest');
        return 'truncated';
      }
      if (text.charCodeAt(at) === 60) {
        at = this.#markup(at);
        continue;
      }
      let end = text.indexOf('<', at);
      if (end < 0) end = text.length;
      this.#run += dereferenced(text.slice(at, end));
      at = end;
    }
    this.#flush();
    if (this.#paths.length > 0) this.#bad();
    return this.#outcome;
  }

  #bad(): void {
    if (this.#outcome === 'whole') this.#outcome = 'malformed';
  }

  #give(name: string, value: string, where: Where): void {
    if (value === '') return;
    this.#left--;
    this.#take(name, value, where);
  }

  #flush(): void {
    const value = this.#run;
    this.#run = '';
    const plain = value.trim();
    // What stands on lines of its own, farther in than they begin, is so for the eye.
    if (plain !== '') this.#give(this.#path, indented.test(value) ? plain : value, 'xml');
  }

  #markup(at: number): number {
    const text = this.#text;
    const next = text.charCodeAt(at + 1);
    if (next === 47) {
      this.#flush();
      if (this.#paths.length === 0) this.#bad();
      this.#path = this.#paths.pop() ?? '';
      const end = this.#behind('>', at + 2);
      if (!isEndName.test(text.slice(at + 2, end))) this.#bad();
      return end;
    }
    if (next === 63) {
      // What a server would run keeps its marks, by which it is known.
      const runs = text.charCodeAt(at + 2) === 61 || text.slice(at + 2, at + 5).toLowerCase() === 'php';
      return this.#until('?>', at + 2, 'xml-instruction', runs ? at : at + 2);
    }
    if (next === 33) {
      if (text.startsWith('<!--', at)) return this.#until('-->', at + 4, 'xml-comment');
      if (text.startsWith('<![CDATA[', at)) {
        const end = text.indexOf(']]>', at + 9);
        if (end < 0) this.#bad();
        this.#run += text.slice(at + 9, end < 0 ? text.length : end);
        return end < 0 ? text.length : end + 3;
      }
      const end = this.#declarationEnd(at + 2);
      this.#give('', text.slice(at, end), 'doctype');
      return end;
    }
    if (isNameStart(next)) {
      this.#flush();
      return this.#tag(at + 1);
    }
    this.#bad();
    this.#run += '<';
    return at + 1;
  }

  #behind(what: string, at: number): number {
    const end = this.#text.indexOf(what, at);
    if (end < 0) this.#bad();
    return end < 0 ? this.#text.length : end + what.length;
  }

  #until(what: string, at: number, where: Where, shown = at): number {
    const end = this.#behind(what, at);
    const to = this.#text.endsWith(what, end) && end - what.length >= at ? end - what.length : end;
    this.#give(this.#path, this.#text.slice(shown, shown < at ? end : to).trim(), where);
    return end;
  }

  /** Behind a declaration, with its internal subset: quotes, brackets and comments in it are seen. */
  #declarationEnd(at: number): number {
    const text = this.#text;
    let inside = 0;
    for (let i = at; i < text.length; i++) {
      const c = text.charCodeAt(i);
      if (c === 34 || c === 39) {
        const close = text.indexOf(c === 34 ? '"' : "'", i + 1);
        if (close < 0) break;
        i = close;
      } else if (c === 91) inside++;
      else if (c === 93) inside--;
      else if (c === 60 && text.startsWith('<!--', i)) {
        const close = text.indexOf('-->', i + 4);
        if (close < 0) break;
        i = close + 2;
      } else if (c === 62 && inside <= 0) return i + 1;
    }
    this.#bad();
    return text.length;
  }

  #tag(at: number): number {
    const text = this.#text;
    let end = nameEnd(text, at);
    this.#paths.push(this.#path);
    if (this.#paths.length > this.#depth) this.#outcome = 'truncated';
    else this.#path = `${this.#path}/${text.slice(at, end)}`;
    this.#named(at, end);
    while (end < text.length) {
      const c = text.charCodeAt(end);
      if (c === 62) return end + 1;
      if (c === 47 && text.charCodeAt(end + 1) === 62) {
        this.#path = this.#paths.pop()!;
        return end + 2;
      }
      if (c === 60) break;
      if (isBlank(c) || c === 47 || c === 61) end++;
      else end = this.#attribute(end);
    }
    this.#bad();
    return end;
  }

  /**
   * Names of elements become names of members, too: those that languages give a meaning are looked at; and what is no
   * name (XML 1.0 2.3), for it may be a part of whatever the text is to somebody else.
   */
  #named(at: number, end: number): void {
    const text = this.#text;
    let i = at;
    while (i < end && isNamePart(text.charCodeAt(i))) i++;
    if (i < end) this.#bad();
    else if (!text.startsWith('__', at)) return;
    this.#give(this.#path, text.slice(at, end), 'xml-name');
  }

  #attribute(at: number): number {
    const text = this.#text;
    const nameTo = nameEnd(text, at);
    const name = `${this.#path}/@${text.slice(at, nameTo)}`;
    this.#named(at, nameTo);
    let from = nameTo;
    while (isBlank(text.charCodeAt(from))) from++;
    if (text.charCodeAt(from) !== 61) {
      // A name alone, which XML does not have: it is looked at as a value is.
      this.#bad();
      this.#give(name, text.slice(at, nameTo), 'xml-attribute');
      return nameTo;
    }
    from++;
    while (isBlank(text.charCodeAt(from))) from++;
    const quote = text.charCodeAt(from);
    let to: number;
    if (quote === 34 || quote === 39) {
      to = text.indexOf(quote === 34 ? '"' : "'", ++from);
      if (to < 0) to = text.length;
    } else {
      this.#bad();
      to = from;
      while (to < text.length && !isBlank(text.charCodeAt(to)) && text.charCodeAt(to) !== 62) to++;
    }
    this.#give(name, dereferenced(text.slice(from, to)), 'xml-attribute');
    return to + (quote === 34 || quote === 39 ? 1 : 0);
  }
}
