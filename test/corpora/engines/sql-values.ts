import { Draw } from './grammar.ts';

/** Ways to put blanks between the words of a value; each value keeps to one. */
const blanks: readonly (readonly string[])[] = [
  [' '],
  [' '],
  [' ', '  ', '\t', '\n'],
  ['/**/'],
  ['\n', '\f', '\r\n', '/*x*/', '--\n'],
  [' ', '/**/', '\t', '/* a */'],
];
const deepest = 2;

/** Makes values that may do something to a query of SQLite that they are put into; many of them do nothing. */
export class SqlValues {
  readonly #draw: Draw;
  #blanks = blanks[0]!;
  #depth = 0;

  constructor(seed: number) {
    this.#draw = new Draw(seed);
  }

  /** For behind that quote, or in the place of a number (''). */
  value(quote: string): string {
    const { of, way, odds } = bound(this.#draw);
    this.#blanks = of(...blanks);
    const base =
      quote === '' ? of('9', '0', '-1', '1', 'id', '(9)', '9e0', '.9', 'null', '1.') : this.#left(quote);
    const closed = quote === '' ? of('', '', ')', '))') : of('', '', '', ')', '))');
    const end = (balanced: string): string =>
      quote === '' || closed !== '' || odds(0.5) ? this.#end() : balanced;
    return way(
      () =>
        `${base}${closed}${this.#joint(of('or', 'or', 'and'), quote)}${this.#condition()}` +
        end(of(` or ${quote}`, ` and ${quote}${quote}=${quote}`, `||${quote}`, `<>${quote}`)),
      () =>
        `${base}${closed}${this.#joint(of('or', 'and'), quote)}(${this.#condition()})` +
        end(of(`or${quote}`, `and${quote}`, `=${quote}`, `||${quote}`)),
      () =>
        `${base}${closed}${this.#joint(of('union', 'union all', 'except', 'intersect'), quote)}${this.#word('select')}` +
        `${this.#blank()}${this.#columns(of(2, 2, 3, 1))}${odds(0.6) ? `${this.#blank()}${this.#word('from')}${this.#blank()}${this.#table()}` : ''}${this.#end()}`,
      () =>
        `${base}${closed}${this.#joint('union', quote)}${this.#word('values')}(${this.#columns(2)})${this.#end()}`,
      () => `${base};${this.#gap()}${this.#change()}${of('--', ';', ';--', '')}`,
      () => (quote === '' ? this.#query() : `${this.#left(quote)}||${this.#query()}||${quote}`),
      () =>
        quote === ''
          ? this.#choice()
          : `${base}${this.#gap()}${of('=', '<>', '>', '<', '-', '|')}${this.#number()}--`,
      () =>
        quote === ''
          ? this.#expression()
          : `${base}${this.#joint(of('or', 'and', 'is', 'is not', 'like', 'glob', 'isnull or', 'notnull or'), quote)}` +
            `${this.#expression()}${end(`${this.#gap()}=${quote}`)}`,
    );
  }

  #left(quote: string): string {
    return this.#draw.of('', '', 'x', 'zz', '0', '-1', '9', 'alice', '%') + quote;
  }

  #word(word: string): string {
    const { of, odds } = bound(this.#draw);
    return of(word, word.toUpperCase(), [...word].map((c) => (odds(0.5) ? c.toUpperCase() : c)).join(''));
  }

  #blank(): string {
    return this.#draw.of(...this.#blanks);
  }

  #gap(): string {
    return this.#draw.odds(0.3) ? this.#blank() : '';
  }

  #joint(word: string, quote: string): string {
    const tight = quote !== '' && this.#draw.odds(0.3);
    return `${tight ? '' : this.#blank()}${this.#word(word)}${this.#blank()}`;
  }

  #end(): string {
    return this.#draw.of('--', '-- ', '--x', '-- -', '/*', ';', ';--', '', ' ', '/**/--');
  }

  #number(): string {
    return this.#draw.of('1', '2', '0', '7', '0x1', '1e0', '1.0', '.1', '-1', '~0', '+1', '10', '99', '3');
  }

  #text(): string {
    return this.#draw.of(
      "'a'",
      "'x'",
      "''",
      "'1'",
      "x'41'",
      "'ad'||'min'",
      'char(65)',
      "lower('A')",
      'hex(7)',
    );
  }

  #table(): string {
    return this.#draw.of(
      'users',
      'main.users',
      '"users"',
      '[users]',
      '`users`',
      'sqlite_master',
      'sqlite_schema',
    );
  }

  #column(): string {
    return this.#draw.of(
      'name',
      'password',
      'role',
      'email',
      'id',
      'rowid',
      '"password"',
      '[role]',
      '`name`',
    );
  }

  #secret(): string {
    const column = this.#draw.of(
      'password',
      'password',
      '"password"',
      '[password]',
      '`password`',
      'users.password',
    );
    return this.#draw.of(
      column,
      column,
      `substr(${column},1,1)`,
      `upper(${column})`,
      `hex(${column})`,
      `${column}||''`,
      `group_concat(${column})`,
      `min(${column})`,
    );
  }

  #query(): string {
    const limit = this.#draw.odds(0.4) ? `${this.#blank()}${this.#word('limit')}${this.#blank()}1` : '';
    const table = this.#draw.of('users', 'main.users', '"users"', '[users]', '`users`');
    return `(${this.#word('select')}${this.#blank()}${this.#secret()}${this.#blank()}${this.#word('from')}${this.#blank()}${table}${limit})`;
  }

  #columns(count: number): string {
    const one = (): string =>
      this.#draw.way(
        () => this.#number(),
        () => 'null',
        () => this.#text(),
        () => this.#secret(),
        () => this.#query(),
      );
    return Array.from({ length: count }, one).join(',');
  }

  #change(): string {
    const blank = (): string => this.#blank();
    return this.#draw.way(
      () => `${this.#word('update')}${blank()}users${blank()}set${blank()}role='x'`,
      () => `${this.#word('delete')}${blank()}from${blank()}users`,
      () => `${this.#word('insert')}${blank()}into${blank()}users${this.#gap()}values(9,'a','b','c','d')`,
      () => `${this.#word('drop')}${blank()}table${blank()}users`,
    );
  }

  #choice(): string {
    const words = ['case', 'when', 'then', 'else', 'end'].map((word) => this.#word(word));
    const parts = [this.#condition(), '1', '2'];
    const blank = (): string => this.#blank();
    return `${words[0]}${blank()}${words[1]}${blank()}${parts[0]}${blank()}${words[2]}${blank()}1${blank()}${words[3]}${blank()}2${blank()}${words[4]}`;
  }

  #expression(): string {
    const { of, way } = bound(this.#draw);
    if (this.#depth > deepest)
      return way(
        () => this.#number(),
        () => this.#text(),
      );
    this.#depth++;
    const made = way(
      () => this.#number(),
      () => this.#text(),
      () => this.#column(),
      () => this.#query(),
      () => `(${this.#expression()})`,
      () => `${of('abs', 'length', 'upper', 'hex', 'typeof', 'unicode', 'likely')}(${this.#expression()})`,
      () => `${of('coalesce', 'ifnull', 'nullif', 'instr')}(${this.#expression()},${this.#expression()})`,
      () =>
        `${this.#expression()}${this.#gap()}${of('+', '-', '*', '||', '%', '&', '|')}${this.#gap()}${this.#expression()}`,
      () =>
        `${this.#word('cast')}(${this.#expression()}${this.#blank()}${this.#word('as')}${this.#blank()}${of('int', 'text')})`,
    );
    this.#depth--;
    return made;
  }

  #condition(): string {
    const { of, way } = bound(this.#draw);
    if (this.#depth > deepest) return `${this.#number()}=${this.#number()}`;
    this.#depth++;
    const blank = (): string => this.#blank();
    const made = way(
      () =>
        `${this.#number()}${this.#gap()}${of('=', '<', '>', '<=', '>=', '<>', '!=', '==')}${this.#gap()}${this.#number()}`,
      () => `${this.#text()}${this.#gap()}${of('=', '<>', '<', '>', '==')}${this.#gap()}${this.#text()}`,
      () =>
        `${this.#expression()}${this.#gap()}${of('=', '<', '>', '!=')}${this.#gap()}${this.#expression()}`,
      () =>
        `${this.#expression()}${blank()}${this.#word(of('like', 'glob', 'is', 'is not'))}${blank()}${of("'%'", "'a%'", 'null', "'*'")}`,
      () =>
        `${this.#expression()}${blank()}${this.#word('between')}${blank()}${this.#number()}${blank()}${this.#word('and')}${blank()}${this.#expression()}`,
      () =>
        `${this.#expression()}${blank()}${this.#word('in')}${this.#gap()}(${this.#number()},${this.#expression()})`,
      () => `${this.#word('exists')}${this.#gap()}${this.#query()}`,
      () => `${this.#word('not')}${blank()}${this.#condition()}`,
      () => `(${this.#condition()})`,
      () => `${this.#query()}${this.#gap()}${of('=', '>', '<')}${this.#gap()}${this.#expression()}`,
      () => `${this.#query()}${blank()}${this.#word('like')}${blank()}'a%'`,
    );
    this.#depth--;
    return made;
  }
}

const bound = (draw: Draw): Pick<Draw, 'of' | 'way' | 'odds'> => ({
  of: (...all) => draw.of(...all),
  way: (...all) => draw.way(...all),
  odds: (share) => draw.odds(share),
});
