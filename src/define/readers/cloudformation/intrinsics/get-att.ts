import { z } from 'zod';
import { intrinsic } from '../intrinsic.ts';

const pair = z
  .tuple([
    z.string().describe('The logical id of a resource.'),
    z.string().describe('The attribute; it may hold dots.'),
  ])
  .describe('A resource, and one of its attributes.');

/** An attribute of a resource. */
export default intrinsic({
  name: 'Fn::GetAtt',
  shape: z.union([pair, z.string().regex(/^[^.]+\../, 'must be written as Resource.Attribute')]),
  names(args) {
    const [name, attribute] = split(args);
    return typeof name === 'string' && typeof attribute === 'string' && attribute !== ''
      ? [{ name, attribute }]
      : [];
  },
  resolve(args, scope) {
    const [name, attribute] = split(args);
    return scope.attribute(name as string, attribute as string);
  },
});

function split(args: unknown): readonly unknown[] {
  if (typeof args !== 'string') return Array.isArray(args) ? args : [];
  const dot = args.indexOf('.');
  return dot < 0 ? [] : [args.slice(0, dot), args.slice(dot + 1)];
}
