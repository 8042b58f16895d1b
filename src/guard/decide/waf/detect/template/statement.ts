import { type Judged, judged, worse } from '../text/judged.ts';
import { judgeExpression } from './expression.ts';
import { isCallable, isPlace } from './names.ts';
import { NAME, STRING, type Token } from './tokens.ts';

/** What a tag between `{%` and `%}` would do: import a module, read a file, print or loop over what leads further. */
export function judgeStatement(tokens: readonly Token[]): Judged | null {
  const [tag, first, second] = tokens;
  if (tag!.kind !== NAME) return null;
  const rest = tokens.slice(1);
  const inside = rest.length > 0 ? judgeExpression(rest) : null;
  const computes = inside?.what === 'arithmetic on constants';
  switch (tag!.text) {
    case 'import':
      // Jinja imports a template by its quoted name; Tornado imports a module.
      if (first?.kind === STRING && /^(?:os|sys|subprocess|builtins|importlib|socket|pty)$/.test(first.text))
        return judged(72, `imports ${first.text}`);
      return first?.kind === NAME ? judged(82, `imports ${first.text}`) : inside;
    case 'from':
      return first?.kind === NAME && second?.text === 'import'
        ? judged(75, `imports from ${first.text}`)
        : inside;
    case 'include':
    case 'extends':
    case 'embed':
    case 'source':
      return first?.kind === STRING && isPlace(first.text)
        ? judged(75, `${tag!.text} of ${first.text.slice(0, 40)}`)
        : inside;
    case 'get_admin_log':
      return judged(62, 'the log of an administration');
    case 'debug':
      return rest.length === 0 ? judged(60, 'debug') : inside;
    case 'filter':
      return first !== undefined && isCallable(first.text) ? judged(85, `filter ${first.text}`) : inside;
    case 'apply':
      return rest.some((t) => t.kind === STRING && isCallable(t.text))
        ? judged(82, 'applies a function')
        : inside;
    case 'print':
    case 'return':
    case 'eval':
    case 'php':
    case 'code':
      return worse(inside, judged(rest.some((t) => t.kind === NAME) ? 50 : 65, tag!.text));
    case 'for': {
      const loop = rest.findIndex((t) => t.kind === NAME && t.text === 'in');
      const over = loop < 0 || loop === rest.length - 1 ? null : judgeExpression(rest.slice(loop + 1));
      return worse(
        computes ? judged(45, inside!.what) : inside,
        over?.what === 'arithmetic on constants' ? null : over,
      );
    }
    case 'if':
    case 'elif':
    case 'set':
    case 'with':
    case 'do':
    case 'macro':
    case 'call':
      // A condition on constants is how a blind probe asks; one that assigns or loops over them is not.
      return computes && tag!.text !== 'if' ? judged(45, inside!.what) : inside;
    default:
      return inside !== null && inside.score >= 80 ? inside : null;
  }
}
