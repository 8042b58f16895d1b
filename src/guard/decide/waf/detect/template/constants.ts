import { type Judged, judged } from '../text/judged.ts';
import { isExposed } from './names.ts';
import { kindAt, MARK, markAt, NAME, NUMBER, STRING, type Token, textAt } from './tokens.ts';

/** Filters that only say how a result is shown. */
const shaping = new Set(['int', 'float', 'string', 'safe', 'raw', 'e', 'escape', 'abs', 'round', 'tojson']);

/** Arithmetic on constants and nothing else, but for how it is shown. */
export function constants(tokens: readonly Token[]): Judged | null {
  let operands = 0;
  let operators = 0;
  let mild = true;
  let separated = false;
  for (let i = 0; i < tokens.length; i++) {
    const { kind, text } = tokens[i]!;
    if (kind === NUMBER || kind === STRING) {
      if (text.length > 1 && text.startsWith('0') && kind === NUMBER) return null;
      operands++;
    } else if (kind === NAME) {
      // `{{7*7|int}}`
      if (operators === 0 || !markAt(tokens, i - 1, '|') || !shaping.has(text)) return null;
    } else if (kind === MARK) {
      // A sign, or the mark by which a tag takes the blanks around it away: `{{-7*7-}}`.
      if (text === '-' && (i === 0 || i === tokens.length - 1)) continue;
      if ('*+/%~^'.includes(text) || (text === '-' && kindAt(tokens, i - 1) !== 0)) {
        operators++;
        if (text !== '-' && text !== '/' && text !== '~') mild = false;
      } else if (text === ',' || text === ':' || text === '[' || text === '{') separated = true;
      else if (!'()=!<>&|?'.includes(text)) return null;
      else if ((text === '=' || text === '<' || text === '>') && kindAt(tokens, i - 1) !== 0) operators++;
    } else return null;
  }
  if (separated || operands < 2 || operators === 0) return null;
  // `99/99/9999`: how a date is to be typed.
  if (mild && operators === 2 && operands === 3 && tokens.length === 5) return null;
  return judged(mild ? 62 : 78, 'arithmetic on constants');
}

/** Nothing but constants and their own methods. */
export const ofConstants = (tokens: readonly Token[]): boolean =>
  tokens.every((t, i) => t.kind !== NAME || markAt(tokens, i - 1, '.'));

/** A variable of the framework itself, alone or with the path that its secrets have. */
export function alone(tokens: readonly Token[]): Judged | null {
  const name = textAt(tokens, 0);
  if (kindAt(tokens, 0) !== NAME) return null;
  if (tokens.length === 1 && isExposed(name)) return judged(55, `the framework’s ${name}`);
  if (tokens.length === 3 && (name === 'dump' || name === 'debug') && markAt(tokens, 1, '('))
    return judged(60, name);
  if (isExposed(name) && markAt(tokens, 1, '|') && tokens.length <= 6)
    return judged(55, `the framework’s ${name}`);
  const on = textAt(tokens, 2);
  if (
    name === 'config' &&
    (/^(items|from_object|from_pyfile|__)/.test(on) || /SECRET|PASSWORD|KEY$/.test(on))
  )
    return judged(72, `config’s ${on}`);
  if (name === 'settings' && /SECRET|PASSWORD|DATABASES/.test(on)) return judged(65, `settings’ ${on}`);
  if (name === '_self' && on === 'env') return judged(80, 'Twig’s environment');
  if (name === 'self' && on === '_TemplateReference') return judged(80, 'Jinja’s reference');
  if (name === 'request' && /^(application|environ)$/.test(on)) return judged(72, `request.${on}`);
  if (name === 'app' && on === 'config' && tokens.length === 3)
    return judged(55, 'the framework’s app.config');
  if (name === 'handler' && /^(settings|application|request)$/.test(on) && markAt(tokens, 1, '.'))
    return judged(on === 'request' ? 40 : 70, `Tornado’s ${on}`);
  if (tokens.some((t, i) => t.text === 'signer' && textAt(tokens, i + 2) === 'key'))
    return judged(72, 'the key of a signer');
  if (name === 'app' && on === 'request' && tokens.some((t) => t.text === 'server'))
    return judged(70, 'the server’s variables');
  if (name === 'dump' && markAt(tokens, 1, '(') && /^(app|_context)$/.test(on))
    return judged(75, `dump of ${on}`);
  return null;
}
