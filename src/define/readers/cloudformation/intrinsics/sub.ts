import { z } from 'zod';
import { intrinsic, type Named, type Scope, UNRESOLVED } from '../intrinsic.ts';
import { scalar, textOf } from '../scalar.ts';

const text = z.string().describe('Text with ${Name} or ${Name.Attribute} in it; ${!Name} stays as it is.');

/** Text with values put in: `${Name}` as Ref gives it, `${Name.Attribute}` as GetAtt does. */
export default intrinsic({
  name: 'Fn::Sub',
  shape: z.union([
    text,
    z
      .tuple([text, z.record(z.string(), scalar).describe('Values for names in the text.')])
      .describe('The text, and values of its own.'),
  ]),
  names(args) {
    const [template, own] = Array.isArray(args) ? args : [args, {}];
    if (typeof template !== 'string') return [];
    const known = own !== null && typeof own === 'object' ? own : {};
    return [...template.matchAll(VARIABLE)]
      .map((found) => found[1]!.trim())
      .filter((name) => !name.startsWith('!') && !Object.hasOwn(known, name))
      .map(named);
  },
  resolve(args, scope) {
    const [template, own] = typeof args === 'string' ? [args, {}] : args;
    let whole = true;
    const filled = template.replace(VARIABLE, (_, inside: string) => {
      const name = inside.trim();
      if (name.startsWith('!')) return `\${${name.slice(1)}}`;
      const value = Object.hasOwn(own, name) ? own[name] : given(named(name), scope);
      const shown = textOf(value);
      if (shown !== null) return shown;
      if (value !== UNRESOLVED)
        scope.fail('intrinsic.not-text', `\${${name}} in Fn::Sub is no text but a list or a mapping`);
      whole = false;
      return '';
    });
    return whole ? filled : UNRESOLVED;
  },
});

const VARIABLE = /\$\{([^}]*)\}/g;

function named(inside: string): Named {
  const dot = inside.indexOf('.');
  return dot < 0
    ? { name: inside, attribute: '' }
    : { name: inside.slice(0, dot), attribute: inside.slice(dot + 1) };
}

const given = ({ name, attribute }: Named, scope: Scope): unknown =>
  attribute === '' ? scope.ref(name) : scope.attribute(name, attribute);
