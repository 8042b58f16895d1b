/** Words of their own that programs take which run another one, besides options: `chroot / id`, `flock /tmp/l id`. */
const operands: ReadonlyMap<string, number> = new Map([
  ...(['chroot', 'flock', 'taskset', 'sg', 'setarch', 'faketime', 'su', 'runuser'] as const).map(
    (name) => [name, 1] as const,
  ),
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
