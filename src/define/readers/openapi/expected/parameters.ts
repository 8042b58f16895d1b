import { z } from 'zod';
import type { ContractParameter, ParameterStyle } from '../../../model/contract.ts';
import { stored } from '../../cloudformation/resource.ts';
import type { Path } from '../../document.ts';
import type { Reading } from '../reading.ts';
import type { Collector } from './collector.ts';
import { formOf } from './forms.ts';

const WORDS = 'describes the API to people';
const words = (about: string) => stored(z.unknown().optional().describe(about), WORDS);

const STYLES = [
  'simple',
  'label',
  'matrix',
  'form',
  'spaceDelimited',
  'pipeDelimited',
  'deepObject',
] as const;

const keyword = z.unknown().optional().describe('A keyword of its schema.');

/** A parameter of OpenAPI 3, or of Swagger 2.0, which has the keywords of its schema beside the rest. */
const parameterShape = z
  .strictObject({
    name: z.string().describe('Its name.'),
    in: z.enum(['path', 'query', 'header', 'cookie', 'body', 'formData']).describe('Where it stands.'),
    required: z.boolean().default(false).describe('Whether a request must have it.'),
    schema: z.unknown().optional().describe('What it may be.'),
    content: z.record(z.string(), z.unknown()).optional().describe('What it may be, by media type.'),
    style: z.enum(STYLES).optional().describe('How a list or an object is written in it.'),
    explode: z.boolean().optional().describe('Whether each part of it has the name before it.'),
    allowEmptyValue: z.boolean().default(false).describe('Whether it may be there without a value.'),
    allowReserved: stored(
      z.unknown().optional().describe('Whether it may hold characters that URIs reserve.'),
      'what callers write is read either way',
    ),
    collectionFormat: z
      .enum(['csv', 'ssv', 'tsv', 'pipes', 'multi'])
      .optional()
      .describe('Of Swagger 2.0: how a list is written.'),
    description: words('What it is.'),
    deprecated: words('Whether it should no longer be used.'),
    example: words('An example.'),
    examples: words('Examples.'),
    default: words('What the server takes it for when it is not there.'),
    ...Object.fromEntries(
      [
        'type',
        'format',
        'items',
        'enum',
        'minimum',
        'maximum',
        'exclusiveMinimum',
        'exclusiveMaximum',
        'minLength',
        'maxLength',
        'pattern',
        'minItems',
        'maxItems',
        'uniqueItems',
        'multipleOf',
      ].map((name) => [name, keyword]),
    ),
  })
  .describe('A parameter.');

export type WrittenParameter = z.infer<typeof parameterShape> & Readonly<Record<string, unknown>>;

export interface FoundParameter {
  readonly written: WrittenParameter;
  readonly path: Path;
}

/** The parameters of an operation: its own, and those of its path that it does not write anew. */
export function foundParameters(
  lists: readonly { readonly value: unknown; readonly path: Path }[],
  element: string,
  reading: Reading,
): FoundParameter[] {
  const found = new Map<string, FoundParameter>();
  for (const { value, path } of lists) {
    if (!Array.isArray(value)) continue;
    for (const [i, raw] of value.entries()) {
      const at = reading.pointers.follow(raw, [...path, i]);
      if (at === null) continue;
      const written = reading.part(parameterShape, at.value, at.path, element, {
        prefix: 'parameters/',
        plain: true,
      });
      if (written === null) continue;
      const key = `${written.in} ${written.in === 'header' ? written.name.toLowerCase() : written.name}`;
      if (!found.has(key)) found.set(key, { written: written as WrittenParameter, path: at.path });
    }
  }
  return [...found.values()];
}

/** What OpenAPI says of these headers is ignored: other parts of the document decide. */
const IGNORED: ReadonlySet<string> = new Set(['accept', 'content-type', 'authorization']);

const DEFAULT_STYLE = { path: 'simple', header: 'simple', query: 'form', cookie: 'form' } as const;

/** A parameter as requests are held to it; null for what is no parameter of its own. */
export function contractParameter(
  { written, path }: FoundParameter,
  collector: Collector,
  reading: Reading,
): ContractParameter | null {
  const { name, in: place, content, collectionFormat } = written;
  if (place === 'body' || place === 'formData') return null;
  if (place === 'header' && IGNORED.has(name.toLowerCase())) return null;
  const [mediaType, media] = Object.entries(content ?? {})[0] ?? [];
  const schema = media === undefined ? schemaOf(written) : (media as { schema?: unknown } | null)?.schema;
  const at =
    media === undefined
      ? written.schema === undefined
        ? path
        : [...path, 'schema']
      : [...path, 'content', mediaType!, 'schema'];
  const style = styleOf(collectionFormat, written.style ?? DEFAULT_STYLE[place]);
  return {
    name,
    in: place,
    required: written.required || place === 'path',
    style,
    explode:
      collectionFormat === undefined ? (written.explode ?? style === 'form') : collectionFormat === 'multi',
    allowEmpty: written.allowEmptyValue,
    json: mediaType !== undefined && /[/+]json\b/i.test(mediaType),
    form: formOf(schema, reading.pointers),
    schema: schema === undefined ? '' : collector.add(schema, at, 'request'),
  };
}

const COLLECTIONS: Readonly<Record<string, ParameterStyle>> = {
  ssv: 'spaceDelimited',
  tsv: 'tabDelimited',
  pipes: 'pipeDelimited',
};

const styleOf = (collection: string | undefined, style: ParameterStyle): ParameterStyle =>
  (collection === undefined ? undefined : COLLECTIONS[collection]) ?? style;

/** Swagger 2.0 writes the schema of a parameter without a `schema` around it. */
export function schemaOf(written: WrittenParameter): unknown {
  if (written.schema !== undefined) return written.schema;
  if (written.type === undefined && written.enum === undefined) return undefined;
  const { name: _, in: __, required: ___, ...rest } = written;
  return Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
}
