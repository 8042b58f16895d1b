/** Where JSON (RFC 8259) stops being JSON, and what was wanted there. */
export interface JsonFault {
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
  readonly wanted: string;
}

const TOKEN =
  /[ \t\r\n]*(?:([{}[\],:])|"(?:[^"\\\0-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])|true\b|false\b|null\b))/y;

type Wanted =
  | 'a value'
  | 'a value or ]'
  | 'a key or }'
  | 'a key'
  | 'a colon'
  | 'a comma or ]'
  | 'a comma or }'
  | 'nothing more';

/** Finds the first fault; V8 gives no position for short texts. */
export function findFault(text: string): JsonFault {
  const open: string[] = [];
  let wanted: Wanted = 'a value';
  let at = 0;
  for (;;) {
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(text);
    const next: Wanted | null =
      found === null ? null : after(wanted, found[1] ?? (found[2] === undefined ? '"' : '1'), open);
    if (next === null) return placed(text, at, wanted);
    wanted = next;
    at = TOKEN.lastIndex;
  }
}

/** What may follow a token (`"` text, `1` another scalar); null when the token may not stand there. */
function after(wanted: Wanted, token: string, open: string[]): Wanted | null {
  if (token === '}' || token === ']') {
    if (!wanted.endsWith(token)) return null;
    open.pop();
    return follow(open);
  }
  if (token === ',') {
    if (wanted === 'a comma or }') return 'a key';
    return wanted === 'a comma or ]' ? 'a value' : null;
  }
  if (token === ':') return wanted === 'a colon' ? 'a value' : null;
  if (wanted === 'a key' || wanted === 'a key or }') return token === '"' ? 'a colon' : null;
  if (wanted !== 'a value' && wanted !== 'a value or ]') return null;
  if (token !== '{' && token !== '[') return follow(open);
  open.push(token);
  return token === '{' ? 'a key or }' : 'a value or ]';
}

function follow(open: readonly string[]): Wanted {
  if (open.length === 0) return 'nothing more';
  return open.at(-1) === '{' ? 'a comma or }' : 'a comma or ]';
}

function placed(text: string, from: number, wanted: string): JsonFault {
  const at = from + /^[ \t\r\n]*/.exec(text.slice(from))![0].length;
  const before = text.slice(0, at).split('\n');
  return { line: before.length, column: before.at(-1)!.length + 1, wanted };
}
