import type { Arguments } from './arguments.ts';
import type { Binary } from './binaries.ts';
import { isSubcommand } from './tools.ts';

/** What counts by the program alone that it is told to run: see `toldAt`. */
const telling = new Set(['man', 'hash', 'perf', 'mosh', 'pidstat']);

const shells = new Set([
  'sh',
  'bash',
  'zsh',
  'ksh',
  'dash',
  'ash',
  'csh',
  'tcsh',
  'rbash',
  'fish',
  'mksh',
  'yash',
]);
const exported = new Set([
  'default',
  'const',
  'let',
  'var',
  'function',
  'class',
  'async',
  'type',
  'interface',
  'enum',
]);
const addressing = new Set(['a', 'addr', 'address', 'r', 'route', 'link', 'neigh']);
const processes = new Set(['aux', 'auxw', 'auxww', 'axu', 'ax', 'ef']);

/**
 * How far a command with its arguments is evidence, 0 to 95, when it stands where a shell would run it.
 *
 * `op` is what put it there: a separator, the mark of a substitution, or `^` for the beginning of the value.
 */
export function posixEvidence(binary: Binary, a: Arguments, op: string): number {
  if (a.odd > 0 && a.sensitive === 0 && binary.name !== 'expr' && binary.name !== 'dig') return 0;
  if (telling.has(binary.name)) return 0;
  // The command line of an example, and a sentence that goes on behind it.
  if (op === '^' && a.bares >= 1 && a.paths === 1 && a.flags + a.hosts + a.redirects === 0) return 40;
  const shaped = a.flags + a.paths + a.hosts + a.variables + a.redirects;
  // `export default {}`: JavaScript.
  if (binary.name === 'export' && exported.has(a.first)) return 0;
  // What runs within a container is a command of its own, however many words it has.
  const within =
    binary.use === 'tool' && a.first === 'exec' && op !== '^' && isSubcommand(binary.name, 'exec');
  if (within && a.bares > 2) return 58;
  // Three words of letters and little else is a sentence that happens to begin with this word.
  if (a.bares >= 3 && a.bares > shaped * 2) return binary.word ? 5 : 20;
  const score = a.count + a.redirects === 0 ? alone(binary, op) : withArguments(binary, a, shaped, op);
  const words = binary.use === 'tool' ? Math.max(0, a.bares - 2) : a.bares;
  return Math.min(95, score) - (words > 1 ? (words - 1) * 8 : 0);
}

function alone(binary: Binary, op: string): number {
  switch (binary.use) {
    case 'recon':
      return binary.word ? 50 : 64;
    case 'listing':
      return binary.word ? 35 : 60;
    case 'interpreter':
      if (shells.has(binary.name)) return op === '|' ? 70 : 44;
      return op === '|' && !binary.word ? 52 : 25;
    case 'reader':
      return binary.word ? 12 : 40;
    case 'decoder':
      return op === '|' ? 45 : 30;
    case 'system':
      return binary.word ? (binary.name === 'reboot' || binary.name === 'halt' ? 50 : 10) : 45;
    case 'network':
    case 'download':
      return binary.word ? 12 : 40;
    default:
      return 10;
  }
}

function withArguments(binary: Binary, a: Arguments, shaped: number, op: string): number {
  switch (binary.use) {
    case 'reader':
    case 'listing':
      if (a.sensitive > 0) return 88;
      if (a.flags + a.paths + a.redirects > 0) return 66;
      if (a.variables > 0 || a.files > 0) return 60;
      if (a.quoted > 0 || a.hosts > 0) return binary.word ? 35 : 54;
      return binary.word ? (a.numbers > 0 ? 10 : 28) : 46;
    case 'recon':
      if (a.flags > 0 && a.bares === 0) return binary.word && binary.name !== 'id' ? 62 : 72;
      if (a.paths + a.redirects > 0) return 62;
      if (binary.name === 'getent' || binary.name === 'printenv') return 66;
      if (binary.name === 'ip') return addressing.has(a.first) ? 68 : 15;
      if (binary.name === 'ps' && processes.has(a.first)) return 68;
      if (binary.name === 'ps' || binary.name === 'arp') return a.bares > 0 ? 56 : 60;
      return shaped + a.files > 0 ? 45 : binary.word ? 15 : 42;
    case 'network':
      return network(binary, a);
    case 'download':
      if (a.files === 1 && a.count === 1) return binary.word ? 40 : 62;
      if (a.hosts > 0 || (a.flags > 0 && a.count > 1)) return binary.word ? 55 : 76;
      return a.variables + a.paths > 0 ? 62 : binary.word ? 8 : 48;
    case 'interpreter':
      if (a.code) return binary.word && binary.name !== 'php' && binary.name !== 'node' ? 60 : 80;
      if (op === '|' && (a.flags > 0 || a.count === 1)) return shells.has(binary.name) ? 72 : 50;
      if (a.inputs > 0) return 70;
      if (a.paths > 0) return a.sensitive > 0 ? 64 : shells.has(binary.name) ? 52 : 44;
      if (a.files > 0) return 48;
      return a.flags > 0 ? 50 : binary.word ? 10 : 32;
    case 'file':
      return files(binary, a);
    case 'tool':
      if (isSubcommand(binary.name, a.first)) return a.sensitive + a.hosts > 0 ? 70 : 58;
      if (a.sensitive > 0) return 66;
      return a.flags + a.paths > 0 && !binary.word ? 54 : 10;
    case 'sleep':
      return a.numbers > 0 && a.bares === 0 ? 74 : 15;
    case 'print':
      // Of zsh; elsewhere a word.
      if (binary.name === 'print') return a.flags > 0 && a.sensitive > 0 ? 66 : 0;
      if (a.redirects + a.paths > 0) return 66;
      if (a.variables > 0) return a.locals > 0 ? 40 : 64;
      return a.bares + a.numbers + a.quoted + a.files === 1 ? 52 : a.flags > 0 ? 50 : 30;
    case 'decoder':
      if (a.sensitive > 0) return 82;
      return a.flags > 0 || a.redirects > 0 ? 68 : 35;
    default:
      if (binary.name === 'service') return a.bares === 2 && a.count === 2 ? 58 : 15;
      if (binary.name === 'at') return a.first === 'now' ? 62 : 15;
      if (a.flags + a.paths + a.redirects > 0) return binary.word ? 52 : 66;
      if (binary.name === 'expr' && a.numbers > 0) return 60;
      if (a.numbers > 0 && binary.name === 'kill') return 55;
      return binary.word ? 15 : 45;
  }
}

function network(binary: Binary, a: Arguments): number {
  const netcat = binary.name.startsWith('nc') || binary.name === 'netcat' || binary.name === 'socat';
  if (netcat)
    return a.flags + a.hosts > 0 || (binary.name === 'socat' && a.count > 0) ? 85 : a.numbers > 0 ? 66 : 40;
  if (a.sensitive > 0) return 74;
  if (a.hosts + a.files === 1 && a.bares + a.odd === 0 && a.flags === 0)
    return binary.name === 'host' ? 58 : 66;
  if (a.hosts > 0 || a.flags > 0) return binary.word && a.bares > 1 ? 40 : 68;
  if (a.variables > 0) return 62;
  if (a.first === 'localhost') return 62;
  return binary.word ? (a.redirects > 0 ? 50 : 15) : 48;
}

function files(binary: Binary, a: Arguments): number {
  if (binary.name === 'mkfifo' || binary.name === 'mknod') return a.paths + a.bares + a.files > 0 ? 78 : 40;
  const rooted = a.sensitive > 0;
  if (binary.name === 'dd') return a.paths > 0 ? 66 : 30;
  if (binary.name === 'rm') return rooted ? 82 : a.flags > 0 && a.files > 0 ? 60 : a.flags > 0 ? 50 : 46;
  if (binary.name === 'chmod' || binary.name === 'chown') return rooted ? 72 : a.count > 1 ? 52 : 30;
  if (rooted) return 66;
  if (
    (binary.name === 'mv' || binary.name === 'cp' || binary.name === 'ln') &&
    a.files > 0 &&
    a.files + a.bares > 1
  )
    return 56;
  if (a.flags + a.paths > 0) return binary.word ? 38 : 46;
  return binary.word ? 12 : 40;
}

/** What must be taken off, or may be added, for the place where the command stands. */
export function placeOf(op: string, binary: Binary): number {
  if (op === '^') {
    switch (binary.use) {
      case 'file':
        return -22;
      case 'download':
      case 'tool':
        return -30;
      case 'sleep':
        return -28;
      case 'network':
      case 'system':
        return -24;
      case 'print':
        return -14;
      default:
        return -8;
    }
  }
  if (op === '\n') return -2;
  // A code span.
  if (op === '`' && binary.use === 'tool') return -20;
  if (op === '{' || op === '(') return -12;
  return 0;
}
