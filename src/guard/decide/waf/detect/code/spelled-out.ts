import { afterMethods, calledPlainly, mayHaveMethods, literal as quoted } from './string-methods.ts';

/** Characters that are read so: what runs stands at the beginning, or in a value that is short. */
const most = 4_096;
/** What is put together of what was put together. */
const rounds = 4;

const gate =
  /\b(?:strrev|hex2bin|base64_decode|b64decode|str_rot13|urldecode|rawurldecode|decodeURIComponent|unescape|atob|chr|implode|join|fromhex|fromCharCode|reverse|Buffer\.from)\s{0,4}\(|\[::-1\]|['"`]\s{0,4}[.+]\s{0,4}['"`]|['"`]\s{0,4}\]\s{0,4}(?:\[\s{0,4}0\s{0,4}\]\s{0,4})?\(|\$\w{1,16}\s{0,4}=\s{0,4}['"]\w{2,32}['"]\s{0,4};|(?:system|passthru|exec|popen|proc_open|eval)\s{1,4}\(/i;

const string = String.raw`(['"\x60])([^'"\x60\\\n]{0,512})`;
const any = String.raw`(?:'[^'"\x60\\\n]{0,256}'|"[^'"\x60\\\n]{0,256}"|\x60[^'"\x60\\\n]{0,256}\x60)`;
const empty = String.raw`(?:''|""|\x60\x60)`;
const gap = String.raw`\s{0,4}`;
const items = `${gap}(${any}(?:${gap},${gap}${any}){0,127})${gap},?${gap}`;
const numbers = String.raw`(\d{2,3}(?:${gap},${gap}\d{2,3}){0,256})`;

const undoing = new RegExp(
  String.raw`\b(strrev|hex2bin|base64_decode|str_rot13|(?:raw)?urldecode|decodeURIComponent|unescape|atob)${gap}\(${gap}${string}\2${gap}\)`,
  'gi',
);
const packed = new RegExp(
  String.raw`\bBuffer\.from\(${gap}${string}\1${gap},${gap}['"\x60](hex|base64)['"\x60]${gap}\)(?:\.toString\([^()]{0,10}\))?`,
  'g',
);
const ofPython = new RegExp(
  String.raw`(?:__import__\(${gap}['"]base64['"]${gap}\)|\bbase64|\bbytes)\.(fromhex|b64decode)\(${gap}${string}\2${gap}\)(?:\.decode\([^()]{0,10}\))?`,
  'g',
);
const codes = new RegExp(String.raw`\b(?:chr|String\.fromCharCode)${gap}\(${gap}${numbers}${gap}\)`, 'gi');
/** A string that may hold the other quotes, its quote being the group `n`. */
const mixed = (n: number) => `(['"\\x60])((?:(?!\\${n})[^\\\\\\n]){0,512})\\${n}`;
const turned = new RegExp(
  String.raw`\[\.\.\.${mixed(1)}\]\.reverse\(\)\.join\(${empty}\)|${mixed(3)}(?:\[::-1\]|\.split\(${empty}\)\.reverse\(\)\.join\(${empty}\))`,
  'g',
);
const listed = new RegExp(
  String.raw`\b(?:implode|join)${gap}\(${gap}${empty}${gap},${gap}(?:\[|array\()${items}[\])]${gap}\)|${empty}\.join\(\[${items}\]\)|\[${items}\]\.join\(${empty}\)`,
  'gi',
);
const joined = new RegExp(`${any}(?:${gap}[.+]${gap}${any}){1,128}`, 'g');
const literal = /'([^']*)'|"([^"]*)"|`([^`]*)`/g;

const callable =
  /(?:\[\s{0,4}(['"])(\w{2,32})\1\s{0,4}\]\s{0,4}\[\s{0,4}0\s{0,4}\]|\(\s{0,4}(['"])(\w{2,32})\3\s{0,4}\))\s{0,4}(?=\()/g;
const member = /(?<=[\w)\]])\[\s{0,4}(['"`])([A-Za-z_]\w{1,31})\1\s{0,4}\]/g;
const named = /(\$\w{1,16})\s{0,4}=\s{0,4}(['"])(\w{2,32})\2\s{0,4};/g;
// Two words of letters are prose: `system ("the machine")`.
const apart =
  /\b(system|passthru|shell_exec|exec|popen|proc_open|pcntl_exec|eval)\s{1,4}(?=\(\s{0,4}(?:\$|['"](?![A-Za-z]+ [A-Za-z]+)))/gi;

/**
 * PHP, JavaScript, Python, Ruby and Java’s languages with their constant strings spelled out: `('sys'.'tem')(strrev('di'))` is `system('id')`. The
 * same text where nothing is put together. Linear in its length.
 */
export function spelledOut(whole: string): string {
  const methods = mayHaveMethods.test(whole);
  if (!methods && !gate.test(whole)) return whole;
  let at = methods ? calledPlainly(whole.slice(0, most)) : whole.slice(0, most);
  for (let round = 0; round < rounds; round++) {
    const next = (methods ? afterMethods(at) : at)
      .replace(codes, (all, list: string) => quoted(String.fromCharCode(...list.split(',').map(Number)), all))
      .replace(undoing, (all, name: string, _, inside: string) => quoted(undone(name, inside), all))
      .replace(packed, (all, _, inside: string, how: string) => quoted(bytesOf(inside, how), all))
      .replace(ofPython, (all, how: string, _, inside: string) =>
        quoted(bytesOf(inside, how === 'fromhex' ? 'hex' : 'base64'), all),
      )
      .replace(turned, (all, _, first?: string, __?: string, second?: string) =>
        quoted([...(first ?? second ?? '')].reverse().join(''), all),
      )
      .replace(listed, (all, first?: string, second?: string, third?: string) =>
        quoted(contents(first ?? second ?? third ?? ''), all),
      )
      .replace(joined, (all) => quoted(contents(all), all));
    if (next === at) break;
    at = next;
  }
  if (methods) at = calledPlainly(at);
  at = at
    .replace(callable, (_, __, first?: string, ___?: string, second?: string) => first ?? second ?? '')
    .replace(member, '.$2')
    .replace(apart, '$1');
  const names = [...at.matchAll(named)].slice(0, 8);
  for (const [, variable, , name] of names) at = at.replaceAll(`${variable}(`, `${name}(`);
  return at === whole.slice(0, most) ? whole : at;
}

const contents = (list: string): string =>
  [...list.matchAll(literal)].map(([, single, double, ticked]) => single ?? double ?? ticked).join('');

const bytesOf = (digits: string, how: string): string =>
  Buffer.from(digits, how === 'hex' ? 'hex' : 'base64').toString('latin1');

function undone(name: string, inside: string): string {
  switch (name.toLowerCase()) {
    case 'strrev':
      return [...inside].reverse().join('');
    case 'hex2bin':
      return bytesOf(inside, 'hex');
    case 'base64_decode':
    case 'atob':
      return bytesOf(inside, 'base64');
    case 'str_rot13':
      return inside.replace(/[a-z]/gi, (letter) => {
        const code = letter.charCodeAt(0);
        return String.fromCharCode((code | 32) > 109 ? code - 13 : code + 13);
      });
    default:
      return inside.replace(/%([\da-f]{2})/gi, (_, code: string) =>
        String.fromCharCode(Number.parseInt(code, 16)),
      );
  }
}
