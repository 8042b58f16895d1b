import type { Detector, Finding } from '../finding.ts';
import { detectPath } from '../path/path.ts';
import { detectTemplate } from '../template/template.ts';
import { isBlank, isName, isQuote } from '../text/characters.ts';
import { finding, judged, worse } from '../text/judged.ts';
import { inContext, inMarkup, lines, wordsAround } from '../text/surroundings.ts';
import { type Call, gravestCall } from './calls.ts';
import { environment } from './environment.ts';
import { exchanged, formula, shownSum } from './formula.ts';
import { phpBlock, phpRuns, phpStatement, superglobal } from './php.ts';
import { isShownProgram } from './program.ts';
import { reaches } from './reaches.ts';
import { sentenceBehind } from './sentence.ts';
import { spelledOut } from './spelled-out.ts';
import { defined, drawn, ofNode, ofPython } from './ways.ts';

/**
 * Source code of PHP, JavaScript on a server, Java, Python, Ruby, Perl and classic ASP that would run where a
 * value is evaluated: a call of a function that runs, loads or reads, in expression position and with an argument.
 *
 * A value that is nothing but such code, or breaks out of a string to reach it, is an attack; code that people
 * show one another, in prose or as a program of several lines, is doubtful at most.
 */
export const detectCode: Detector = (text) => {
  if (text.length < 5) return null;
  const found = looked(text);
  if (found !== null && found.score >= enough) return found;
  if (!mayHide.test(text)) return found;
  const plain = spelledOut(text);
  if (plain === text) return found;
  const behind = worseOf(worseOf(looked(plain), hiddenFile(plain)), expression(plain));
  return behind === null || behind.score <= (found?.score ?? 0)
    ? found
    : { ...behind, from: 0, to: text.length };
};

const enough = 50;
const mayHide = /['"`]|chr\(|byte\[\]|execute\(|execute\.call|%[qQ][({[]|bytes\(|map\(chr/;
const worseOf = (a: Finding | null, b: Finding | null): Finding | null =>
  b === null || (a !== null && a.score >= b.score) ? a : b;

/** What an expression language would do, of which the names were put together. */
function expression(plain: string): Finding | null {
  const found = detectTemplate(plain);
  return found === null || found.score < enough ? null : { ...found, family: 'code' };
}

/** A file that no caller should name, put together of pieces: nobody does but to get past who looks for it. */
function hiddenFile(plain: string): Finding | null {
  const found = detectPath(plain);
  return found === null || found.score < 70
    ? null
    : finding('code', 72, 'expression', 'a file named in pieces', 0, plain.length);
}

function looked(text: string): Finding | null {
  const call = text.includes('(') ? gravestCall(text) : null;
  let worst = call;
  if (text.includes('<?')) worst = worse(worst, phpBlock(text, call));
  if (text.includes('$_') || text.includes('$G') || text.includes('$H'))
    worst = worse(worst, superglobal(text));
  if (text.includes('`') || text.includes('"') || text.includes("'"))
    worst = worse(worst, phpStatement(text));
  if (text.includes('process') || text.includes('constr') || text.includes('java.l') || text.includes('__'))
    worst = worse(worst, members(text));
  const out = reaches(text);
  worst = worse(worst, out);
  if (text.includes('|')) worst = worse(worst, exchanged(text));
  if (call === null && text.includes('(')) worst = worse(worst, formula(text) ?? shownSum(text));
  if (text.includes('^"') || text.includes("^'")) worst = worse(worst, xored(text));
  if (text.includes('$_')) worst = worse(worst, letterless(text));
  if (text.length < 120) worst = worse(worst, environment(text));
  if (text.startsWith('(') || text.startsWith('do shell')) worst = worse(worst, whole(text));
  if (text.includes('%x') || text.includes('qx')) worst = worse(worst, command(text));
  return worst === null
    ? null
    : placed(text, worst, running.has(worst.what) || (out !== null && running.has(out.what)));
}

/**
 * False for a name or a path, of letters, digits, `-`, `_`, `/` and dots (unless `dotless`), that holds nothing that code
 * could be of without any bracket or quote.
 */
export const mayBeMember = (text: string, dotless: boolean): boolean =>
  text.includes('qx') ||
  (!dotless &&
    (text.includes('__') || text.includes('process') || text.includes('constr') || text.includes('java.l')));

/** The finding, as far as what stands around leaves it; `sure` where no program that somebody shows has it. */
function placed(text: string, { score, what, from, to }: Call, sure: boolean): Finding | null {
  let left = what === drawn ? score : inContext(score, text, from, to);
  // A program of several lines is shown, not injected; a block between tags is a file that somebody wants run.
  const program =
    lines(text, 4) >= 4 ||
    (wordsAround(text, from, to) >= 3 && (inMarkup(text, from) || lines(text, 3) >= 3));
  if (left >= 50 && program && !sure) left = 45;
  // Where a text is filled in, what stands around the code is none.
  if (
    left >= 50 &&
    !sure &&
    (what.endsWith('()') || what === 'a variable of the request') &&
    !embedded.test(text) &&
    sentenceBehind(text, to)
  )
    left = 45;
  if (left >= 50 && left < 90 && !sure && !embedded.test(text) && isShownProgram(text)) left = 45;
  return left < 30 ? null : finding('code', left, 'expression', what, from, to);
}

/** What runs wherever it is kept. */
const running: ReadonlySet<string> = new Set([phpRuns, drawn, defined, ofNode, ofPython]);

const embedded = /<[?%]|[$#{]\{|\{[$%]|@\{/;

const reached = [
  'process.mainModule',
  'global.process',
  'globalThis.process',
  'this.process',
  'root.process',
  'constructor.constructor',
  'java.lang.Runtime',
  'java.lang.ProcessBuilder',
  '__subclasses__',
  '__globals__',
  '__builtins__',
];

/** Members that lead out of the program, called on or not: `global.process.…`, `().__class__.__bases__`. */
function members(text: string): Call | null {
  for (const path of reached) {
    const at = text.indexOf(path);
    if (at < 0 || (at > 0 && isName(text.charCodeAt(at - 1)))) continue;
    const to = at + path.length;
    const next = text.charCodeAt(to);
    const handed = path.startsWith('__') && next === 44;
    if (next !== 46 && next !== 91 && next !== 40 && !handed) continue;
    // A stack trace or an import names the class too.
    const java = path.startsWith('java');
    if (java && !/^(\.getRuntime|\.exec|\.start|\.command)?\((?!\w+\.java:)/.test(text.slice(to, to + 60)))
      continue;
    return { ...judged(path.startsWith('__') ? 76 : 82, path), from: at, to };
  }
  const all = text.trim();
  if (/^(?:java\.lang\.)?Thread\.sleep\(\d{3,6}\)[;)]{0,2}$/.test(all))
    return { ...judged(56, 'Thread.sleep()'), from: 0, to: text.length };
  if (/^process\.(env|argv|versions?|cwd\(\)|pid|platform)$|^JSON\.stringify\(process\.env\)$/.test(all))
    return { ...judged(52, all), from: 0, to: text.length };
  const returned =
    /^\W{0,3}(?:async\s)?(?:function\s{0,4}\w{0,16}\s{0,4}\(\)\s{0,4}\{|\(\)\s{0,4}=>)[^}]{0,60}?\bprocess\.(?:env|mainModule|exit|binding|versions)\b/.exec(
      all.slice(0, 200),
    );
  if (returned !== null)
    return { ...judged(74, 'a function that hands out the process'), from: 0, to: text.length };
  return null;
}

/** `$_=("#"^"|")`: names that PHP makes of strings which say nothing, put together bit by bit. */
function xored(text: string): Call | null {
  const near = text.slice(0, 2048);
  const found =
    /\$\w{1,8}\s{0,2}=[^;\n]{0,40}?(?:\$\w{1,8}|["'][^"'\n]{1,16}["'])\s{0,2}\^\s{0,2}["'][^"'\n]{1,16}["']/.exec(
      near,
    );
  return found === null
    ? null
    : { ...judged(66, 'a name put together of bits'), from: found.index, to: found.index + found[0].length };
}

/** `$_=[];$_=@"$_";`: statements of PHP in which no letter and no digit stands, to get past whoever looks for words. */
function letterless(text: string): Call | null {
  const found =
    /\$_{1,8}\s{0,2}=[^\p{L}\p{N}\n;]{1,80};\s{0,4}\$_{1,8}\s{0,2}(?:[.^|&+]?=[^\p{L}\p{N}\n;]{1,80}|\+\+\s{0,2});/u.exec(
      text.slice(0, 2048),
    );
  return found === null
    ? null
    : { ...judged(72, 'statements without a letter'), from: found.index, to: found.index + found[0].length };
}

const lisp =
  /^\((?:require|use)\s{1,4}'?\[?\s{0,4}'?clojure\.java\.shell\b[^()\n]{0,60}\)$|^\((?:load-file|slurp|load)\s{1,4}"(?:https?|ftp):[^"\n]{1,200}"\)$|^\(eval\s{1,4}(?:'\(|\(read-string\s)[^\n]{1,200}\)$|^\((?:clojure\.java\.shell\/sh|shell-command(?:-to-string)?|call-process|uiop:run-program|sb-ext:run-program|system\*?|exec|sh)\s+"[^"\n]{1,200}"[^()\n]{0,80}\)$/;

/** `(clojure.java.shell/sh "id")` of a Lisp, `do shell script "id"` of AppleScript, as the whole value. */
function whole(text: string): Call | null {
  if (text.length > 300) return null;
  const all = { from: 0, to: text.length };
  if (text.startsWith('do shell script "')) return { ...judged(76, 'do shell script'), ...all };
  return lisp.test(text.trim()) ? { ...judged(64, 'a command of a Lisp'), ...all } : null;
}

/** Ruby's `%x(…)` and Perl's `qx(…)`: a command between any two marks. */
function command(text: string): Call | null {
  for (const opener of ['%x', 'qx']) {
    for (
      let at = text.indexOf(opener), read = 0;
      at >= 0 && read < 16;
      at = text.indexOf(opener, at + 2), read++
    ) {
      const before = at === 0 ? 32 : text.charCodeAt(at - 1);
      const mark = text[at + 2] ?? ' ';
      if (isName(before) || !'({[|/!'.includes(mark)) continue;
      if (!isBlank(before) && !isQuote(before) && !';=({+,.'.includes(String.fromCharCode(before))) continue;
      const close = { '(': ')', '{': '}', '[': ']' }[mark] ?? mark;
      const end = text.indexOf(close, at + 3);
      if (end < at + 5 || end - at > 300 || !/^[\w./]/.test(text[at + 3]!)) continue;
      return { ...judged(80, `${opener}${mark}…${close}`), from: at, to: end + 1 };
    }
  }
  return null;
}
