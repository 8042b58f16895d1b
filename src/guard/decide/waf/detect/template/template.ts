import type { Detector, Finding } from '../finding.ts';
import { finding, findingAt, worse } from '../text/judged.ts';
import { inContext } from '../text/surroundings.ts';
import { bare } from './bare.ts';
import { beyond } from './beyond.ts';
import { inBraces } from './braces.ts';
import { constantStrings } from './strings.ts';
import { inTags } from './tags.ts';

/**
 * Server-side template and expression languages: Jinja, Twig, Freemarker, Velocity, SpEL, OGNL, EL, Thymeleaf,
 * ERB, EJS, JSP, Razor, Smarty, Handlebars, and what browsers evaluate in the same braces.
 *
 * Plain names, paths and filters are what people write in templates of their own; an attack computes what nobody
 * needs computed, or walks from a value to the interpreter.
 */
export const detectTemplate: Detector = (text) => {
  if (text.length < 4) return null;
  let worst: Finding | null = null;
  if (text.includes('{')) worst = inBraces(text) ?? inSpelled(text);
  if (
    text.includes('<%') ||
    text.includes('#') ||
    text.includes('[=') ||
    text.includes('[[') ||
    text.includes('@(')
  )
    worst = worse(worst, inTags(text));
  if (text.includes('(') || text.includes('#') || text.includes('@')) worst = worse(worst, bare(text));
  worst = worse(worst, polyglot(text));
  if (text.includes('|') && text.includes('{')) worst = worse(worst, modified(text));
  if (text.includes('{') || text.includes('PERL')) worst = worse(worst, ownCommands(text));
  if (worst === null || worst.score < 60) worst = worse(worst, beyond(text));
  if (worst === null) return null;
  const { score, context, what, from, to } = worst;
  const left = inContext(score, text, from, to);
  return left < 30 ? null : finding('template', left, context, what, from, to);
};

/** What braces would do that put the names of functions together. */
function inSpelled(text: string): Finding | null {
  if (!text.includes('|')) return null;
  const plain = constantStrings(text);
  const found = plain === text ? null : inBraces(plain);
  return found === null ? null : { ...found, from: 0, to: text.length };
}

/** `{'id'|system}`: Smarty hands a string to a function of PHP. */
function modified(text: string): Finding | null {
  const found = handed.exec(text.slice(0, 8192));
  return findingAt(found, 'template', 82, '{…}', 'a string handed to a function');
}

const handed =
  /\{["'$][^{}"'|\n]{0,60}["']?\|@?(?:system|exec|passthru|shell_exec|popen|phpinfo|eval|assert)[:}|]/;

/** What single engines have for code, commands and secrets: Salt, Go's methods, Tornado, Smarty, the Template Toolkit. */
function ownCommands(text: string): Finding | null {
  const found = commands.exec(text.slice(0, 8192));
  return findingAt(found, 'template', 76, '{…}', 'a command of its engine');
}

const commands = new RegExp(
  [
    String.raw`\{[{%]-?[^{}\n]{0,60}?\bsalt\[\s{0,2}['"]cmd\.\w{1,24}['"]\s{0,2}\]\(`,
    String.raw`\{\{-?\s{0,4}(?:call\s{1,4})?\.(?:\w{1,24}\.){1,4}(?:Exec|ExecCommand|RunCommand|Command|System|ReadFile|WriteFile)\s{1,4}["\x60]`,
    String.raw`\{[{%]-?\s{0,4}(?:raw\s{1,4})?handler\.(?:application\.)?settings\[`,
    String.raw`\{function\s{1,4}name\s{0,4}=\s{0,4}['"]\w{0,24}\(`,
    String.raw`\[%-?\s{0,4}(?:RAW)?PERL\s{0,4}-?%\]`,
    String.raw`\{math\s{1,4}equation\s?=\s?["'](?:[\d\s.]{1,12}[*+/-][\d\s.*+/()-]{1,24}["']|[^"'\n]{0,80}\\(?:\d|x))`,
    // The members of a literal are named by the request.
    String.raw`["'\])]\s{0,4}\[\s{0,4}request\.(?:args|form|values|cookies|headers|json|query|GET|POST)\b[^\]\n]{0,80}\]\s{0,4}(?:\[\s{0,4}request\.|\()`,
    // JSP's expressions, of what a page knows and does not show, as the whole value.
    String.raw`^\W{0,4}[$#]\{\s{0,4}(?:(?:session|application|request|page)Scope(?:\.\w{1,40}){0,4}\.\w{0,24}(?:[pP]assw|pwd|[sS]ecret|[tT]oken|[aA]piKey|[cC]redential)\w{0,24}|header(?:\.|\[["'])(?:authorization|cookie)(?:["']\])?)\s{0,4}\}\W{0,4}$`,
    // What is asked for or told by single engines: ExpressionEngine, Django, Struts.
    String.raw`\{exp:query\s{1,4}sql=["']`,
    String.raw`\{%-?\s{0,4}get_admin_log\s{1,4}\d{1,6}\s{1,4}as\s`,
    String.raw`%\{\s{0,4}#(?:application|session|request|parameters|attr)\s{0,4}\}`,
    // Dust evaluates a condition as JavaScript.
    String.raw`\{@if\s{1,4}cond="[^"\n]{0,200}?\b(?:process|require|eval|constructor|globalThis|global|Function)\b`,
  ].join('|'),
);

const openers = ['${', '{{', '<%', '#{', '{%', '[[', '@{'];

/** Openings of several languages in a row, that close nothing: sent to see which one trips. */
function polyglot(text: string): Finding | null {
  if (!text.includes('<%') || text.length > 64) return null;
  let found = 0;
  for (const opener of openers) if (text.includes(opener)) found++;
  return found >= 3 && !text.includes('%>')
    ? finding('template', 60, 'any', 'openings of several languages', 0, text.length)
    : null;
}
