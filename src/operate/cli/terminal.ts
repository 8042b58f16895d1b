import { printable } from './plain.ts';

/** Colours for people; each gives its text back unchanged where there are none. */
export interface Paint {
  bold(text: string): string;
  dim(text: string): string;
  red(text: string): string;
  green(text: string): string;
  yellow(text: string): string;
  cyan(text: string): string;
}

/** Where a command prints. Nothing printed steers the terminal but the colours of `paint`. */
export interface Terminal {
  /** One line to standard output. */
  out(line: string): void;
  /** One line to standard error. */
  err(line: string): void;
  /** Empties the screen. */
  clear(): void;
  readonly paint: Paint;
  /** True when standard output is a screen that people look at: live lines make sense there. */
  readonly tty: boolean;
  /** How wide the screen is; 100 when it is none. */
  readonly columns: number;
}

/** The terminal of this process. */
export function terminal(): Terminal {
  const tty = process.stdout.isTTY === true;
  for (const stream of [process.stdout, process.stderr]) stream.on('error', unlessUnread);
  return {
    out: (line) => void process.stdout.write(`${printable(line)}\n`),
    err: (line) => void process.stderr.write(`${printable(line)}\n`),
    clear: () => void process.stdout.write('\x1b[2J\x1b[H'),
    paint: paint(colours(tty)),
    tty,
    columns: tty ? process.stdout.columns || 100 : 100,
  };
}

/** Whoever reads along may stop before the end (`… | head`): the command goes on, and a gateway serves on. */
function unlessUnread(fault: NodeJS.ErrnoException): void {
  if (fault.code !== 'EPIPE') throw fault;
}

/** https://no-color.org: NO_COLOR, when it is not empty, wins over everything. */
function colours(tty: boolean): boolean {
  if ((process.env.NO_COLOR ?? '') !== '') return false;
  if ((process.env.FORCE_COLOR ?? '') !== '') return process.env.FORCE_COLOR !== '0';
  return tty && process.env.TERM !== 'dumb';
}

/** Colours that are on or off. */
export function paint(on: boolean): Paint {
  const with_ = (open: number, close: number) => (text: string) =>
    on ? `\x1b[${open}m${text}\x1b[${close}m` : text;
  return {
    bold: with_(1, 22),
    dim: with_(2, 22),
    red: with_(31, 39),
    green: with_(32, 39),
    yellow: with_(33, 39),
    cyan: with_(36, 39),
  };
}
