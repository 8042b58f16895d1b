// What an OpenAPI definition shows of a value: the example given, or one made of those of its parts.

/** A JSON object whose members are looked at one by one. */
export type Thing = Readonly<Record<string, unknown>>;

export const isThing = (value: unknown): value is Thing =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const thing = (value: unknown): Thing => (isThing(value) ? value : {});

export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** What a `$ref` within `api` leads to; `{}` where it leads nowhere. */
export function resolved(api: Thing, value: unknown): Thing {
  let at: unknown = value;
  for (let hops = 0; hops < 20 && isThing(at) && typeof at.$ref === 'string'; hops++) {
    if (!at.$ref.startsWith('#/')) return {};
    const names = at.$ref.slice(2).split('/').map(unescaped);
    at = names.reduce<unknown>((whole, name) => thing(whole)[name], api);
  }
  return thing(at);
}

/** RFC 6901 3, in a fragment. */
function unescaped(name: string): string {
  try {
    return decodeURIComponent(name).replaceAll('~1', '/').replaceAll('~0', '~');
  } catch {
    return name;
  }
}

/**
 * The example of a parameter, of a media type or of an answer: its own, the first of several, or that of its schema;
 * undefined where nothing is shown.
 */
export function exampleOf(api: Thing, of: Thing): unknown {
  const own = of.example ?? of['x-example'];
  if (own !== undefined) return own;
  for (const one of Object.values(thing(of.examples))) {
    const { value } = resolved(api, one);
    if (value !== undefined) return value;
  }
  return ofSchema(api, isThing(of.schema) ? of.schema : of, 0);
}

const deepest = 5;

/** The example of a schema, made of its members’ where it has none; numbers, times and flags stand for themselves. */
function ofSchema(api: Thing, schema: unknown, depth: number): unknown {
  const of = resolved(api, schema);
  if (depth > deepest) return undefined;
  const shown = of.example ?? list(of.examples)[0] ?? of['x-example'] ?? of.default ?? list(of.enum)[0];
  if (shown !== undefined) return shown;
  const all = list(of.allOf).map((part) => ofSchema(api, part, depth + 1));
  if (all.some(isThing)) return Object.assign({}, ...all.filter(isThing));
  const either = list(of.oneOf)[0] ?? list(of.anyOf)[0];
  if (either !== undefined) return ofSchema(api, either, depth + 1);
  if (isThing(of.properties)) {
    const members = Object.entries(of.properties)
      .map(([name, member]) => [name, ofSchema(api, member, depth + 1)] as const)
      .filter(([, value]) => value !== undefined)
      .slice(0, 40);
    return members.length === 0 ? undefined : Object.fromEntries(members);
  }
  const item = of.items === undefined ? undefined : ofSchema(api, of.items, depth + 1);
  return item === undefined ? (plain[`${of.type} ${of.format}`] ?? plain[String(of.type)]) : [item];
}

const plain: Thing = {
  boolean: true,
  integer: 42,
  number: 7.5,
  'string date-time': '2026-03-04T05:06:07Z',
  'string uuid': '3f2b8a9e-54c1-4d0e-9f0a-1c2d3e4f5a6b',
};
