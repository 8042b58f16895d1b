import { pointerPart } from './json-pointer.ts';

/**
 * Whether an object in a JSON text has one member twice, `value` being what was read of it: readers differ on which of
 * them counts (RFC 8259 4). By counting the colons outside strings, since a repeated member is written and not kept,
 * however its name was written (`"a"`, `"\u0061"`): no name is looked at.
 *
 * In one pass over the bytes: an `indexOf` for each quote costs twice that, since names and texts are short.
 */
export function repeatsMembers(body: Buffer, value: unknown): boolean {
  let written = 0;
  const end = body.length;
  for (let i = 0; i < end; i++) {
    const c = body[i];
    if (c === 34) {
      for (i++; i < end; i++) {
        const inner = body[i];
        if (inner === 34) break;
        if (inner === 92) i++;
      }
    } else if (c === 58) written++;
  }
  return written > 0 && membersIn(value) !== written;
}

/** The members of all objects within a value, which nests no deeper than `readJson` reads. */
function membersIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  let members = 0;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) members += membersIn(value[i]);
    return members;
  }
  const object = value as Readonly<Record<string, unknown>>;
  for (const name in object) members += 1 + membersIn(object[name]);
  return members;
}

/**
 * Where a member stands that comes twice, as a JSON Pointer (RFC 6901); '' when none does. For people: it takes its
 * time. The text must be JSON.
 */
export function repeatedMember(body: Buffer): string {
  const text = body.toString('utf8');
  const within: { readonly names: Set<string> | null; at: string | number; isName: boolean }[] = [];
  for (let i = 0; i < text.length; i++) {
    const top = within.at(-1);
    switch (text[i]) {
      case '{':
        within.push({ names: new Set(), at: '', isName: true });
        break;
      case '[':
        within.push({ names: null, at: 0, isName: false });
        break;
      case '}':
      case ']':
        within.pop();
        break;
      case ',':
        if (top?.names === null) top.at = Number(top.at) + 1;
        else if (top !== undefined) top.isName = true;
        break;
      case '"': {
        const end = endOfString(text, i);
        if (top?.names && top.isName) {
          const name = JSON.parse(text.slice(i, end + 1)) as string;
          top.at = name;
          if (top.names.has(name)) return within.map(({ at }) => `/${pointerPart(String(at))}`).join('');
          top.names.add(name);
          top.isName = false;
        }
        i = end;
      }
    }
  }
  return '';
}

/** The closing quote of the string that opens at `from`. */
function endOfString(text: string, from: number): number {
  let i = from + 1;
  while (i < text.length && text[i] !== '"') i += text[i] === '\\' ? 2 : 1;
  return i;
}
