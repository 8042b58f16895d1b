import type { JsonType, ValueForm } from '../../../../define/model/contract.ts';

/** What is written for a parameter: one text, texts of a list, or names and texts in turn. */
export type Parts =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'list'; readonly texts: readonly string[] }
  | { readonly kind: 'fields'; readonly fields: readonly string[] };

/**
 * The values that a text can be read as, the likeliest first: `5` is a number where the schema has numbers, and
 * text where it has not. At most three.
 */
export function readings(parts: Parts, form: ValueForm): readonly unknown[] {
  switch (parts.kind) {
    case 'text':
      return scalars(parts.text, form.types);
    case 'list': {
      const first = parts.texts.map((text) => scalars(text, form.items)[0]);
      return form.items.length === 0 || (form.items.includes('string') && form.items.length > 1)
        ? [first, [...parts.texts]]
        : [first];
    }
    case 'fields':
      return [recordOf(parts.fields, form)];
  }
}

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** RFC 8259 numbers alone: what else JavaScript takes for a number (` 5 `, `0x10`, `Infinity`) is text. */
function scalars(text: string, types: readonly JsonType[]): unknown[] {
  const any = types.length === 0;
  const found: unknown[] = [];
  if ((any || types.includes('number')) && NUMBER.test(text) && Number.isFinite(Number(text)))
    found.push(Number(text));
  if ((any || types.includes('boolean')) && (text === 'true' || text === 'false'))
    found.push(text === 'true');
  if (types.includes('null') && (text === '' || text === 'null')) found.push(null);
  if (any || types.includes('string') || found.length === 0) found.push(text);
  return found;
}

/** An object of names and texts; a name that comes more often is a list. */
function recordOf(fields: readonly string[], form: ValueForm): Record<string, unknown> {
  const lists = new Map<string, string[]>();
  for (let i = 0; i < fields.length; i += 2) {
    const texts = lists.get(fields[i]!);
    if (texts === undefined) lists.set(fields[i]!, [fields[i + 1]!]);
    else texts.push(fields[i + 1]!);
  }
  return Object.fromEntries(
    [...lists].map(([name, texts]) => {
      const own = Object.hasOwn(form.properties, name) ? form.properties[name]! : { types: [], items: [] };
      const isList = own.types.includes('array') || texts.length > 1;
      if (isList) return [name, texts.map((text) => scalars(text, own.items)[0])];
      return [name, scalars(texts[0]!, own.types)[0]];
    }),
  );
}
