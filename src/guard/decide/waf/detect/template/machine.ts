import { type Judged, judged } from '../text/judged.ts';
import { isPlace } from './names.ts';
import { kindAt, markAt, NAME, STRING, type Token, textAt } from './tokens.ts';

/**
 * What functions of templates tell of the machine, or do to the program: `getenv('X')`, `env "X"`, `lookup('pipe', 'id')`,
 * `constant('X')`, `process.exit()`.
 */
export function ofMachine(tokens: readonly Token[], i: number, calls: boolean): Judged | null {
  const name = tokens[i]!.text;
  if (name === 'beans') return beanCalled(tokens, i) ? judged(70, 'a bean by its name') : null;
  if (ending.has(name) && calls && isProgram(tokens, i)) return judged(74, `${name}() of the program`);
  const at = calls ? i + 2 : i + 1;
  if (kindAt(tokens, at) !== STRING) return null;
  const asked = textAt(tokens, at);
  if (name === 'lookup' && calls)
    return asked === 'pipe' || (asked === 'file' && isPlace(textAt(tokens, at + 2)))
      ? judged(70, `lookup of a ${asked}`)
      : null;
  if (name === 'constant' && calls && /^(?:[\w\\]+::)?[A-Z][A-Z_\d]+$/.test(asked))
    return judged(56, 'a constant of PHP');
  if (!/^[A-Z][A-Z_\d]{1,63}$/.test(asked)) return null;
  if (name === 'getenv' || name === 'Getenv') return judged(60, 'a variable of the environment');
  return name === 'env' && secret.test(asked) ? judged(54, 'a secret of the environment') : null;
}

const ending = new Set(['exit', 'halt', 'kill', 'abort']);

/** Behind `System.`, `process.`, `global['process'].`. */
const isProgram = (tokens: readonly Token[], i: number): boolean =>
  markAt(tokens, i - 1, '.') &&
  (/^(?:System|process)$/.test(textAt(tokens, i - 2)) ||
    (markAt(tokens, i - 2, ']') && textAt(tokens, i - 3) === 'process'));

/** `beans['environment'].getProperty(`, `beans.get("org.…")`: Pebble hands out all that Spring holds. */
function beanCalled(tokens: readonly Token[], i: number): boolean {
  const named = markAt(tokens, i + 1, '[') && kindAt(tokens, i + 2) === STRING && markAt(tokens, i + 3, ']');
  if (named) return markAt(tokens, i + 4, '.') && markAt(tokens, i + 6, '(');
  if (!markAt(tokens, i + 1, '.') || kindAt(tokens, i + 2) !== NAME) return false;
  // By its class, or one that is asked for something at once.
  if (markAt(tokens, i + 3, '('))
    return textAt(tokens, i + 2) === 'get' && /^\w+(?:\.\w+)+$/.test(textAt(tokens, i + 4));
  return markAt(tokens, i + 3, '.') && /^get[A-Z]/.test(textAt(tokens, i + 4)) && markAt(tokens, i + 5, '(');
}

const secret = /SECRET|TOKEN|PASS|(?:^|_)(?:KEY|PWD|CREDENTIALS?)(?:_|$)/;
