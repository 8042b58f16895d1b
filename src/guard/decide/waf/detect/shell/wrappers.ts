/** Words of their own that programs take which run another one, besides options: `chroot / id`, `flock /tmp/l id`. */
const operands: ReadonlyMap<string, number> = new Map([
  ...(
    ['chroot', 'flock', 'taskset', 'sg', 'setarch', 'faketime', 'su', 'runuser', 'gosu', 'su-exec'] as const
  ).map((name) => [name, 1] as const),
  ...(['setuidgid', 'setlock', 'runcon', 'newgrp', 'logsave'] as const).map((name) => [name, 1] as const),
]);
/** Words that a chain of them may take in all. */
const mostOwn = 3;

/** Programs that are worth something by themselves, and run what stands behind. */
const both: ReadonlySet<string> = new Set(['env', 'su']);
/** The same of cmd.exe. They are words of the language, so that only what is none counts behind them. */
const starters: ReadonlySet<string> = new Set([
  'start',
  'call',
  'explorer',
  'conhost',
  'pcalua',
  'runas',
  'wsl',
]);

const own = /^[\w./:@%+,-]{1,64}$/;

/** Words behind the command of such a program that are none of its arguments: the signals of `trap`, inputs, pages. */
const apart: ReadonlyMap<string, RegExp> = new Map([
  ['trap ', /^['"]? (?:\d{1,2}|EXIT|ERR|DEBUG|RETURN|(?:SIG)?[A-Z]{3,6})\b/],
  ['parallel ', /^['"]? :{3,4} /],
  ['sem ', /^['"]? :{3,4} /],
  ['man ', /^['"]? \w/],
  ['hash ', /^['"]? \w/],
  ['mosh ', /^['"]? \w/],
]);

/** True when what stands behind the command at `end` belongs to the program that runs it. */
export const isApart = (prefix: string, text: string, end: number): boolean =>
  apart.get(prefix)?.test(text.slice(end, end + 16)) ?? false;

/** Options by which programs are told what to run. */
const told: ReadonlyMap<string, RegExp> = new Map([
  ['man', /^(?: -\w{1,8})* (?:-P ?|--pager[ =])/],
  ['pidstat', /^(?: -\w{1,8}| \d{1,5})* -e /],
  ['hash', /^ -p /],
  ['mosh', /^ --server=/],
  ['perf', /^ (?:stat|record|trace)(?: -\w(?: [\w./]{1,40})?)* /],
  ['ip', /^ (?:netns|vrf) exec \S{1,40} /],
]);

/** Where the command stands that the program is told to run by an option or words of its own; -1 when there is none. */
export function toldAt(name: string, text: string, end: number): number {
  const found = told.get(name)?.exec(text.slice(end, end + 96));
  return found == null ? -1 : end + found[0].length;
}

export const isBoth = (name: string): boolean => both.has(name);
export const isStarter = (name: string): boolean => starters.has(name.toLowerCase());

/** What may stand between a program that runs another one and that one: options, their values, words of its own. */
export class Own {
  #left = 0;

  /** Words that it may still take. */
  get left(): number {
    return this.#left;
  }

  /** Behind the name of such a program. */
  begin(name: string, chained: boolean): void {
    this.#left = Math.min(mostOwn, (chained ? this.#left : 0) + (operands.get(name) ?? 0));
  }

  /** An option, which may have its value behind it. */
  option(text: string): void {
    if (text !== '--' && !text.includes('=')) this.#left = Math.min(mostOwn, this.#left + 1);
  }

  /** True for a word that the program may take for itself. */
  takes(text: string): boolean {
    if (this.#left === 0 || !own.test(text)) return false;
    this.#left--;
    return true;
  }
}
