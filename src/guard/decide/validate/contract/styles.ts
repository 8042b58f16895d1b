import type { ContractParameter, ParameterStyle } from '../../../../define/model/contract.ts';
import type { Parts } from './values.ts';
import { decoded, type Pairs } from './written.ts';

/** What is written for a parameter; null when it is not there, a sentence when it cannot be read. */
export type Written = Parts | string | null;

const SEPARATORS: Readonly<Partial<Record<ParameterStyle, RegExp>>> = {
  spaceDelimited: /%20|\+|,/,
  pipeDelimited: /\||%7[Cc]/,
  tabDelimited: /%09|\t/,
};

const many = 'is given more than once';

/** Compiles how a parameter of a query, or of cookies, is found among pairs. */
export function fromPairs(parameter: ContractParameter): (pairs: Pairs) => Written {
  const { name, style, explode, form } = parameter;
  const wants = wanted(parameter);
  if (style === 'deepObject') return (pairs) => deep(pairs, name);
  if (wants === 'object' && explode) {
    const names = new Set(Object.keys(form.properties));
    return (pairs) => fields(pairs, (own) => names.has(own));
  }
  if (wants === 'array' && explode) return (pairs) => listOf(valuesOf(pairs, name).map(decoded));
  const separator = SEPARATORS[style] ?? ',';
  const single = form.types.some((type) => type !== 'array' && type !== 'object');
  return (pairs) => {
    const values = valuesOf(pairs, name);
    if (values.length === 0) return null;
    if (values.length > 1) return wants === 'array' && single ? listOf(values.map(decoded)) : many;
    if (wants === 'text') return { kind: 'text', text: decoded(values[0]!) };
    const parts = values[0] === '' ? [] : values[0]!.split(separator).map(decoded);
    return wants === 'array' ? { kind: 'list', texts: parts } : { kind: 'fields', fields: parts };
  };
}

/** Compiles how the text of a path segment or a header is parted. */
export function fromText(parameter: ContractParameter): (text: string | null) => Written {
  const { name, style, explode, in: place } = parameter;
  const wants = wanted(parameter);
  const trim = place === 'header' ? (part: string) => part.trim() : (part: string) => part;
  const prefix = style === 'label' ? '.' : style === 'matrix' ? ';' : '';
  return (text) => {
    if (text === null) return null;
    if (!text.startsWith(prefix)) return `must begin with ${prefix}`;
    const bare = text.slice(prefix.length);
    if (style === 'matrix') return matrix(bare, name, wants, explode);
    if (wants === 'text') return { kind: 'text', text: trim(bare) };
    const parts = bare === '' ? [] : bare.split(explode && style === 'label' ? '.' : ',').map(trim);
    if (wants === 'array') return { kind: 'list', texts: parts };
    return { kind: 'fields', fields: explode ? parts.flatMap(assigned) : parts };
  };
}

/** What form a parameter has; text where its schema says neither list nor object. */
function wanted({ form, json }: ContractParameter): 'text' | 'array' | 'object' {
  if (json) return 'text';
  if (form.types.includes('array')) return 'array';
  return form.types.includes('object') ? 'object' : 'text';
}

/** `;name=a,b`, or exploded `;name=a;name=b`, and of objects `;a=1;b=2`. */
function matrix(text: string, name: string, wants: string, explode: boolean): Written {
  const parts = text.split(';').flatMap(assigned);
  if (wants === 'object' && explode) return { kind: 'fields', fields: parts };
  const values = parts.filter((_, i) => i % 2 === 1 && parts[i - 1] === name);
  if (values.length === 0) return `must be written ;${name}=`;
  if (wants === 'array') return { kind: 'list', texts: explode ? values : values[0]!.split(',') };
  if (values.length > 1) return many;
  return wants === 'object'
    ? { kind: 'fields', fields: values[0]!.split(',') }
    : { kind: 'text', text: values[0]! };
}

function assigned(part: string): [string, string] {
  const equals = part.indexOf('=');
  return equals < 0 ? [part, ''] : [part.slice(0, equals), part.slice(equals + 1)];
}

function valuesOf(pairs: Pairs, name: string): string[] {
  const values: string[] = [];
  for (let i = 0; i < pairs.length; i += 2) if (pairs[i] === name) values.push(pairs[i + 1]!);
  return values;
}

const listOf = (texts: readonly string[]): Written => (texts.length === 0 ? null : { kind: 'list', texts });

function fields(pairs: Pairs, has: (name: string) => boolean): Written {
  const found: string[] = [];
  for (let i = 0; i < pairs.length; i += 2) if (has(pairs[i]!)) found.push(pairs[i]!, decoded(pairs[i + 1]!));
  return found.length === 0 ? null : { kind: 'fields', fields: found };
}

/** `filter[name]=rex&filter[age]=3`; OpenAPI says nothing of more than one level, so it is not read. */
function deep(pairs: Pairs, name: string): Written {
  const found: string[] = [];
  for (let i = 0; i < pairs.length; i += 2) {
    const own = pairs[i]!;
    if (own === name) return `must be written ${name}[…]=`;
    if (!own.startsWith(`${name}[`)) continue;
    const inner = own.slice(name.length + 1).replace(/\]\[\]$/, ']');
    if (!inner.endsWith(']') || inner.slice(0, -1).includes(']')) return 'has more than one level';
    found.push(inner.slice(0, -1), decoded(pairs[i + 1]!));
  }
  return found.length === 0 ? null : { kind: 'fields', fields: found };
}
