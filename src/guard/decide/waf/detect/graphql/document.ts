import { Guesses } from './guesses.ts';
import { BAD, END, GraphqlLexer, NAME, SPREAD } from './lexer.ts';

/** A place where a fragment is put in. */
export interface Spread {
  readonly fragment: string;
  /** Fields around it, from its operation or fragment on. */
  readonly depth: number;
  /** Within what `__schema` or `__type` gives. */
  readonly introspects: boolean;
}

/** An operation or a fragment, by itself: what its fragments add is not counted in. */
export interface Block {
  /** '' for an operation. */
  readonly fragment: string;
  readonly spreads: readonly Spread[];
  /** Fields within one another. */
  readonly depth: number;
  /** The same within what `__schema` or `__type` gives. */
  readonly introspectionDepth: number;
  readonly fields: number;
}

export interface GraphqlDocument {
  readonly blocks: readonly Block[];
  /** Braces within one another. */
  readonly nesting: number;
  /** Lists and objects within one another in an argument, its parenthesis counted. */
  readonly valueDepth: number;
  readonly aliases: number;
  readonly directives: number;
  /** Directives of one field, spread or definition, at most. */
  readonly directivesAtOnce: number;
  /** Fields and spreads that stand in their selection for a second time or more. */
  readonly duplicates: number;
  readonly introspects: boolean;
  /** Variables of one operation, at most. */
  readonly variables: number;
  /** An argument that guesses a secret by a pattern or a range: `password: {_regex: …}`; '' when none does. */
  readonly guessed: string;
  /** How often a field stands within itself at most, with others between; and which. */
  readonly recursion: number;
  readonly recursive: string;
}

/**
 * Reads a GraphQL document that can be executed; null when the text is none. One that ends too early is read as far as it
 * goes, for a body is not always seen whole. Linear, and without recursion.
 */
export function readDocument(text: string): GraphqlDocument | null {
  const first = /\S/.exec(text)?.[0];
  if (first === undefined || !'{qmsf#,\ufeff'.includes(first)) return null;
  return new Reader(text).read();
}

interface Selection {
  readonly keys: Set<string>;
  /** Whether the field that it belongs to counts for the depth. */
  readonly field: boolean;
  readonly introspects: boolean;
  /** The field, where it counts for recursion; '' otherwise. */
  readonly name: string;
  /** The nearest field that counts, itself or around it. */
  readonly nearest: string;
}

// What connections put between one object and the next.
const connecting: ReadonlySet<string> = new Set(['edges', 'node', 'nodes', 'items', 'data', 'results']);

class Reader {
  readonly #tokens: GraphqlLexer;
  readonly #blocks: Block[] = [];
  #nesting = 0;
  #valueDepth = 0;
  #aliases = 0;
  #directives = 0;
  #directivesAtOnce = 0;
  #duplicates = 0;
  #introspects = false;
  #variables = 0;
  readonly #guesses = new Guesses();
  #recursion = 0;
  #recursive = '';
  /** Of the brackets that were read last. */
  #dollars = 0;
  // Of the block that is being read.
  #spreads: Spread[] = [];
  #depth = 0;
  #introspectionDepth = 0;
  #fields = 0;

  constructor(text: string) {
    this.#tokens = new GraphqlLexer(text);
  }

  read(): GraphqlDocument | null {
    const t = this.#tokens;
    t.next();
    while (!t.is(END)) if (!this.#definition()) return null;
    if (this.#blocks.length === 0) return null;
    return {
      blocks: this.#blocks,
      nesting: this.#nesting,
      valueDepth: this.#valueDepth,
      aliases: this.#aliases,
      directives: this.#directives,
      directivesAtOnce: this.#directivesAtOnce,
      duplicates: this.#duplicates,
      introspects: this.#introspects,
      variables: this.#variables,
      guessed: this.#guesses.found,
      recursion: this.#recursion,
      recursive: this.#recursive,
    };
  }

  /** False for what does not follow the grammar. */
  #definition(): boolean {
    const t = this.#tokens;
    let fragment = '';
    if (t.is(NAME)) {
      const word = t.word();
      if (word === 'fragment') {
        if (t.next() !== NAME) return false;
        fragment = t.word();
        if (t.next() !== NAME || t.word() !== 'on' || t.next() !== NAME) return t.is(END);
        t.next();
      } else if (word === 'query' || word === 'mutation' || word === 'subscription') {
        if (t.next() === NAME) t.next();
        if (t.is(PAREN) && !this.#skip()) return false;
        this.#variables = Math.max(this.#variables, this.#dollars);
      } else return false;
      if (!this.#annotations()) return false;
    }
    if (!t.is(BRACE)) return false;
    this.#spreads = [];
    this.#depth = 0;
    this.#introspectionDepth = 0;
    this.#fields = 0;
    if (!this.#selections()) return false;
    this.#blocks.push({
      fragment,
      spreads: this.#spreads,
      depth: this.#depth,
      introspectionDepth: this.#introspectionDepth,
      fields: this.#fields,
    });
    return true;
  }

  #selections(): boolean {
    const t = this.#tokens;
    const open: Selection[] = [];
    let depth = 0;
    let field = false;
    let introspects = false;
    let name = '';
    const around = new Map<string, number>();
    for (;;) {
      if (t.is(BRACE)) {
        if (field) depth++;
        open.push(this.#opened(field ? name : '', field, introspects, open.at(-1)?.nearest ?? '', around));
        if (open.length > this.#nesting) this.#nesting = open.length;
        t.next();
      } else if (t.is(CLOSE)) {
        const closed = open.pop()!;
        if (closed.field) depth--;
        if (closed.name !== '') around.set(closed.name, around.get(closed.name)! - 1);
        t.next();
        if (open.length === 0) return true;
        field = false;
        continue;
      }
      if (t.is(END)) return true;
      const within = open[open.length - 1]!;
      if (t.is(CLOSE)) continue;
      if (t.is(SPREAD)) {
        t.next();
        field = false;
        introspects = within.introspects;
        if (t.is(NAME) && t.word() !== 'on') {
          const fragment = t.word();
          this.#key(within, `...${fragment}`);
          this.#spreads.push({ fragment, depth, introspects });
          t.next();
          if (!this.#annotations()) return false;
          if (t.is(BRACE)) return false;
          continue;
        }
        if (t.is(NAME) && t.next() !== NAME) return t.is(END);
        if (t.is(NAME)) t.next();
        if (!this.#annotations()) return false;
        if (!t.is(BRACE)) return t.is(END);
        continue;
      }
      if (!t.is(NAME)) return false;
      name = this.#named(within);
      if (name === '') return t.is(END);
      if (!this.#annotations()) return false;
      this.#fields++;
      introspects = within.introspects || name === '__schema' || name === '__type';
      this.#introspects ||= introspects;
      if (introspects) this.#introspectionDepth = Math.max(this.#introspectionDepth, depth + 1);
      else this.#depth = Math.max(this.#depth, depth + 1);
      field = true;
    }
  }

  #opened(
    field: string,
    counts: boolean,
    introspects: boolean,
    before: string,
    around: Map<string, number>,
  ): Selection {
    // A tree of comments nests in itself directly; two fields that lead to each other have no end by design.
    const name = introspects || connecting.has(field) || field === before ? '' : field;
    if (name !== '') {
      const times = (around.get(name) ?? 0) + 1;
      around.set(name, times);
      if (times > this.#recursion) {
        this.#recursion = times;
        this.#recursive = name;
      }
    }
    return { keys: new Set(), field: counts, introspects, name, nearest: name === '' ? before : name };
  }

  /** The name of the field that begins here, behind its alias; '' when there is none. */
  #named(within: Selection): string {
    const t = this.#tokens;
    let name = t.word();
    this.#key(within, name);
    if (t.next() !== COLON) return name;
    this.#aliases++;
    if (t.next() !== NAME) return '';
    name = t.word();
    t.next();
    return name;
  }

  #key({ keys }: Selection, key: string): void {
    if (keys.has(key)) this.#duplicates++;
    else keys.add(key);
  }

  /** Arguments and directives, as many as there are. */
  #annotations(): boolean {
    const t = this.#tokens;
    let here = 0;
    for (;;) {
      if (t.is(PAREN)) {
        if (!this.#skip()) return false;
      } else if (t.is(AT)) {
        if (t.next() !== NAME) return t.is(END);
        this.#directives++;
        here++;
        t.next();
      } else break;
    }
    if (here > this.#directivesAtOnce) this.#directivesAtOnce = here;
    return true;
  }

  /** Goes behind the bracket that closes this one. */
  #skip(): boolean {
    const t = this.#tokens;
    this.#dollars = 0;
    for (let depth = 0; !t.is(END); ) {
      if (t.is(PAREN) || t.is(BRACKET) || t.is(BRACE)) {
        depth++;
        if (depth > this.#valueDepth) this.#valueDepth = depth;
      } else if (t.is(PAREN + 1) || t.is(BRACKET + 2) || t.is(CLOSE)) depth--;
      else if (t.is(BAD) || t.is(SPREAD)) return false;
      else if (t.is(DOLLAR)) this.#dollars++;
      this.#guesses.see(t);
      t.next();
      if (depth === 0) return true;
    }
    return true;
  }
}

const DOLLAR = 36;
const PAREN = 40;
const COLON = 58;
const AT = 64;
const BRACKET = 91;
const BRACE = 123;
const CLOSE = 125;
