/** One word, or nothing, and a separator: what an injected command follows. No sentence and no code begins so. */
const led = /^[^\s;|&(){}]{0,40} ?(?:;|&&?|\|\|?|\n|\$\(|[<>]\(|`)\s?$/;

/** True where the text before `at` is the value of a program and a separator: `x;`. */
export const isLed = (text: string, at: number): boolean => at < 48 && led.test(text.slice(0, at));

const branch = /^ \S{1,40} in \(?[^()\s]{1,24}\) ?/;

/** Where the first command of `case a in a) id;; esac` stands, behind its first word; -1 when it is none. */
export function branchOf(text: string, end: number): number {
  const found = branch.exec(text.slice(end, end + 96));
  return found === null ? -1 : end + found[0].length;
}

const body = /^(\w{1,24}) ?\(\) ?\{ ?([^{}\n]{1,80})[;\n] ?\}[;\n\s]{1,3}\1\b/;

/** Where the body of `f(){ id; }; f` begins, a function that is made and called, whose bracket opens at `at`; -1 else. */
export function calledBody(text: string, at: number): number {
  if (at > 80) return -1;
  let name = at;
  while (name > 0 && /[\w ]/.test(text[name - 1]!)) name--;
  while (text[name] === ' ') name++;
  if (!isLed(text, name)) return -1;
  const found = body.exec(text.slice(name, name + 128));
  return found === null ? -1 : text.indexOf('{', at) + 1;
}

const redirection =
  /^(?:(?:\d{0,2}[<>]|&>|\d?>>)\s?(?:\/dev\/null|[\w./-]{1,32})|\d>&\d)[ \t]{1,4}(?=[a-z\\'"$/{])/;
const apart = /^(?:[12]?[<>]\s?\/dev\/null|[12]>&[12])[ \t]/;

/**
 * Where the command begins behind `>z `, `2>&1 ` or `</dev/null `, which a shell takes in front of it as well; -1 where none of
 * these stands. Behind a bar only what no language’s `|>` is, behind a line break only
 * what quotes no line.
 */
export function behindRedirection(text: string, at: number, op: string): number {
  const c = text.charCodeAt(at);
  if (!(c === 60 || c === 62 || c === 38 || (c >= 48 && c <= 57))) return -1;
  const near = text.slice(at, at + 48);
  const found = redirection.exec(near);
  return found === null || ((op === '|' || op === '\n') && !apart.test(near)) ? -1 : at + found[0].length;
}

/** `{curl,http://a.test/x}`: words that braces make, and no block. */
export const isExpansion = (text: string, at: number): boolean =>
  /^\{[\w.-]{1,24},[^\s{}]{1,128}\}/.test(text.slice(at, at + 160));
