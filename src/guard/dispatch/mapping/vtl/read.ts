import { Cursor, SPACE } from './cursor.ts';
import { ExpressionReader } from './read-expression.ts';
import type { Block, Branch, Macro, Piece } from './syntax.ts';

/**
 * Reads a template of the Velocity language as API Gateway has it: references, `#set`, `#if`, `#foreach`,
 * `#macro`, `#define`, `#break`, `#stop`, comments. Throws a `TemplateRefused` that names the line.
 */
export function readTemplate(text: string): Block {
  return new TemplateReader(new Cursor(text), new Map()).whole();
}

/** What ends a block. */
type End = 'end' | 'else' | 'elseif' | '';

/** These would read what is no part of the template, or run what a caller sent. */
const FOREIGN: ReadonlySet<string> = new Set(['evaluate', 'include', 'parse']);

class TemplateReader {
  readonly #cursor: Cursor;
  readonly #macros: Map<string, Macro>;
  readonly #values: ExpressionReader;

  constructor(cursor: Cursor, macros: Map<string, Macro>) {
    this.#cursor = cursor;
    this.#macros = macros;
    this.#values = new ExpressionReader(cursor, (text) => {
      const inner = new Cursor(text);
      inner.depth = cursor.depth;
      return new TemplateReader(inner, macros).whole();
    });
  }

  whole(): Block {
    const { block, end } = this.#block();
    if (end !== '') throw this.#cursor.refused(`#${end} has no #if or #foreach before it`);
    return block;
  }

  #block(): { block: Block; end: End } {
    const cursor = this.#cursor;
    const pieces: Piece[] = [];
    const say = (text: string): void => {
      const last = pieces.at(-1);
      if (last?.kind === 'text') pieces[pieces.length - 1] = { kind: 'text', text: last.text + text };
      else if (text !== '') pieces.push({ kind: 'text', text });
    };
    while (!cursor.done) {
      const plain = cursor.take(/[^$#\\]+/y);
      if (plain !== null) say(plain[0]);
      else if (cursor.sees('\\')) this.#backslashes(say);
      else if (cursor.sees('$')) {
        const found = this.#values.reference();
        if (found === null) {
          cursor.at++;
          say('$');
        } else pieces.push({ kind: 'reference', ...found });
      } else {
        const found = this.#directive();
        if (found === null) {
          cursor.at++;
          say('#');
        } else if (typeof found === 'string') say(found);
        else if ('end' in found) return { block: pieces, end: found.end };
        else pieces.push(...found.pieces);
      }
    }
    return { block: pieces, end: '' };
  }

  /** `\$x` is the text `$x`; two backslashes before a reference or a directive are one. */
  #backslashes(say: (text: string) => void): void {
    const cursor = this.#cursor;
    const [run] = cursor.take(/\\+/y)!;
    const special = /\$!?\{?[A-Za-z_]|#(?:\{?[A-Za-z@]|[#*[])/y;
    special.lastIndex = cursor.at;
    if (!special.test(cursor.text)) {
      say(run);
      return;
    }
    say('\\'.repeat(run.length >> 1));
    if (run.length % 2 === 0) return;
    say(cursor.text[cursor.at]!);
    cursor.at++;
  }

  /** A directive's pieces, the text of an unparsed one, or what ends the block; null for a bare `#`. */
  #directive(): { pieces: Piece[] } | { end: End } | string | null {
    const cursor = this.#cursor;
    const start = cursor.at;
    if (cursor.take(/##[^\n]*(?:\n|$)/y) !== null) return '';
    if (cursor.skip('#*')) {
      const end = cursor.text.indexOf('*#', cursor.at);
      if (end < 0) throw cursor.refused('a comment #* has no *#', start);
      cursor.at = end + 2;
      return '';
    }
    if (cursor.skip('#[[')) {
      const end = cursor.text.indexOf(']]#', cursor.at);
      if (end < 0) throw cursor.refused('#[[ has no ]]#', start);
      const text = cursor.text.slice(cursor.at, end);
      cursor.at = end + 3;
      return text;
    }
    const word = cursor.take(/#(?:\{([A-Za-z]+)\}|(@?[A-Za-z]\w*))/y);
    if (word === null) return null;
    const name = word[1] ?? word[2]!;
    const found = this.#named(name, start);
    if (found === null) cursor.at = start;
    return found;
  }

  #named(name: string, start: number): { pieces: Piece[] } | { end: End } | null {
    const cursor = this.#cursor;
    switch (name) {
      case 'end':
      case 'else':
        this.#line();
        return { end: name };
      case 'elseif':
        return { end: name };
      case 'break':
      case 'stop':
        return { pieces: [{ kind: name }] };
      case 'set':
        return this.#set();
      case 'if':
        return { pieces: [this.#if(start)] };
      case 'foreach':
        return { pieces: [this.#foreach(start)] };
      case 'define':
        return { pieces: [this.#define(start)] };
      case 'macro':
        this.#macro(start);
        return { pieces: [] };
      default:
    }
    if (FOREIGN.has(name) && cursor.take(/\s*\(/y) !== null)
      throw cursor.refused(`#${name} is not possible: only the template itself is run`, start);
    const macro = this.#macros.get(name.replace(/^@/, ''));
    if (macro === undefined) return null;
    if (name.startsWith('@')) throw cursor.refused('macros with a body (#@) are not read here', start);
    if (cursor.take(/\s*\(/y) === null) return null;
    return { pieces: [{ kind: 'call', macro, args: cursor.within(() => this.#values.arguments()) }] };
  }

  /** A directive takes the rest of its line along when nothing else stands there. */
  #line(): void {
    this.#cursor.take(/[ \t]*\r?\n/y);
  }

  #open(directive: string): void {
    this.#cursor.need('(', directive);
  }

  #close(directive: string): void {
    this.#cursor.need(')', directive);
    this.#line();
  }

  #set(): { pieces: Piece[] } {
    const cursor = this.#cursor;
    this.#open('#set');
    cursor.take(SPACE);
    const to = this.#values.reference();
    if (to === null) throw cursor.refused('#set must have a reference to set');
    if (to.of.steps.at(-1)?.kind === 'method') throw cursor.refused('#set cannot set what a method gives');
    cursor.need('=', '#set');
    const value = this.#values.expression();
    this.#close('#set');
    return { pieces: [{ kind: 'set', to: to.of, value }] };
  }

  #if(start: number): Piece {
    const branches: Branch[] = [];
    let condition: Branch['condition'] = this.#condition('#if');
    for (;;) {
      const { block: body, end } = this.#cursor.within(() => this.#block());
      branches.push({ condition, body });
      if (end === 'end') return { kind: 'if', branches };
      if (end === '') throw this.#cursor.refused('#if has no #end', start);
      if (condition === null) throw this.#cursor.refused(`#${end} follows an #else`, start);
      condition = end === 'else' ? null : this.#condition('#elseif');
    }
  }

  #condition(directive: string): Branch['condition'] {
    this.#open(directive);
    const condition = this.#values.expression();
    this.#close(directive);
    return condition;
  }

  /** What stands up to the `#end` that belongs to a directive. */
  #body(directive: string, start: number): Block {
    const { block, end } = this.#cursor.within(() => this.#block());
    if (end === 'end') return block;
    throw this.#cursor.refused(
      end === '' ? `${directive} has no #end` : `#${end} stands in ${directive}`,
      start,
    );
  }

  #foreach(start: number): Piece {
    const cursor = this.#cursor;
    this.#open('#foreach');
    const name = cursor.take(/\s*\$\{?([A-Za-z_][\w-]*)\}?\s+in\b/y)?.[1];
    if (name === undefined) throw cursor.refused('#foreach must be written #foreach($item in $list)');
    const over = this.#values.expression();
    this.#close('#foreach');
    return { kind: 'foreach', name, over, body: this.#body('#foreach', start) };
  }

  #define(start: number): Piece {
    const cursor = this.#cursor;
    this.#open('#define');
    const name = cursor.take(/\s*\$\{?([A-Za-z_][\w-]*)\}?/y)?.[1];
    if (name === undefined) throw cursor.refused('#define must name a reference');
    this.#close('#define');
    return { kind: 'define', name, body: this.#body('#define', start) };
  }

  #macro(start: number): void {
    const cursor = this.#cursor;
    this.#open('#macro');
    const name = cursor.take(/\s*([A-Za-z_]\w*)/y)?.[1];
    if (name === undefined) throw cursor.refused('#macro must have a name');
    const parameters: string[] = [];
    for (;;) {
      const parameter = cursor.take(/[\s,]*\$([A-Za-z_][\w-]*)/y)?.[1];
      if (parameter === undefined) break;
      parameters.push(parameter);
    }
    this.#close('#macro');
    const macro: Macro = { name, parameters, body: [] };
    this.#macros.set(name, macro);
    macro.body = this.#body('#macro', start);
  }
}
