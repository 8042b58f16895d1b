import type { Finding } from '../finding.ts';
import { isName, nameEnd, skipBlank } from '../text/characters.ts';
import { finding, type Judged, judged, worse } from '../text/judged.ts';
import { judgeExpression } from './expression.ts';
import { hasLength, lengthsOf } from './names.ts';
import { MARK, NAME, readExpression, STRING, type Token } from './tokens.ts';

/** The gravest of the tags of ERB, EJS, JSP, ASP and Mako (`<%…%>`) and of Freemarker (`<#…>`, `[#…]`, `[=…]`). */
export function inTags(text: string): Finding | null {
  let worst: Finding | null = null;
  let left = text.length + 2048;
  for (let at = text.indexOf('<%'); at >= 0 && left > 0; at = text.indexOf('<%', at + 2)) {
    const kind = text.charCodeAt(at + 2);
    const marked = kind === 61 || kind === 45 || kind === 33 || kind === 64 || kind === 35 || kind === 58;
    const expression = readExpression(text, marked ? at + 3 : at + 2, '%>');
    left -= expression.end - at;
    const alone =
      at === skipBlank(text, 0) && expression.closed && skipBlank(text, expression.end) >= text.length;
    const found = worse(
      judgeScriptlet(text.slice(at, expression.end), kind, expression.tokens),
      alone && shown.test(text.slice(at, expression.end))
        ? judged(60, 'shows a secret of its surroundings')
        : null,
    );
    if (found !== null) {
      const score = expression.closed ? found.score : found.score - 15;
      worst = worse(worst, finding('template', score, '<%…%>', found.what, at, expression.end));
    }
  }
  return worse(worse(worst, freemarker(text, '<#', '>')), worse(freemarker(text, '[#', ']'), computed(text)));
}

// As a whole value: in a file of settings it is how such a secret is named.
const shown =
  /^<%[-=]{1,2}\s{0,8}(?:(?:global(?:This)?\.)?process\.env(?:\s{0,8}%>|(?:\.|\[['"])\w{0,40}(?:SECRET|KEY|TOKEN|PASS|CREDENTIAL))|ENV(?:\.(?:to_[ah]|inspect|each|map|values|sort)|\[['"]\w{0,40}(?:SECRET|KEY|TOKEN|PASS|CREDENTIAL)))/;

const page = /^\s*(page|include|taglib|import)\b/;

/** What a page is written in, to JSP: of itself it runs nothing; what imports classes may. */
const described =
  /^\s{0,4}page(?:\s{1,4}(?:contentType|pageEncoding|isELIgnored|session|trimDirectiveWhitespaces|language)\s?=\s?"[\w\s;=/.-]{1,60}"){1,6}\s{0,4}%>/;

/** What a scriptlet would do that begins with the text; `kind` is the character behind `<%`. */
export function judgeScriptlet(text: string, kind: number, tokens: readonly Token[]): Judged | null {
  if (kind === 64)
    return page.test(text.slice(3, 40))
      ? judged(
          /^\s*page\b/.test(text.slice(3, 40)) && !described.test(text.slice(3, 300)) ? 60 : 45,
          'a page directive',
        )
      : null;
  if (tokens.length === 0) return null;
  let found = judgeExpression(tokens);
  const ticked = text.includes('`');
  for (let i = 0; i < tokens.length; i++) {
    const { kind: is, text: value } = tokens[i]!;
    if (is === NAME) {
      if (mayCall(value)) found = worse(found, judgeCall(tokens, i));
    } else if (ticked && is === STRING && value !== '' && text.includes(`\`${value}\``))
      found = worse(found, judged(85, 'runs a command'));
  }
  if (kind === 33) return worse(found, judged(60, 'declares members'));
  return found;
}

const directories = new Set([
  'File',
  'Dir',
  'IO',
  'Kernel',
  'Open3',
  'Process',
  'PTY',
  'Shell',
  'ObjectSpace',
]);

const callers = new Set(
  (
    'system exec spawn syscall eval execute executeglobal createobject x out response import ' +
    [...directories].join(' ').toLowerCase()
  ).split(' '),
);

const lengths = lengthsOf(callers);

/** False for a name that no scriptlet does anything by, in whatever case. */
const mayCall = (name: string): boolean =>
  hasLength(lengths, name.charCodeAt(0) | 32, name.length) && callers.has(name.toLowerCase());

/** Where a scriptlet may do harm by what other templates know nothing of: names, and commands between backticks. */
export const scripted =
  /`|%x|\b(?:File|Dir|IO|Kernel|Open3|Process|PTY|Shell|ObjectSpace)\b|system|exec|spawn|syscall|eval|createobject/i;

/** What Ruby, Java and classic ASP offer beyond the functions that every template language is judged by. */
function judgeCall(tokens: readonly Token[], i: number): Judged | null {
  const { text: name } = tokens[i]!;
  const next = tokens[i + 1];
  if (name === 'x') return tokens[i - 1]?.text === '%' && next?.kind === MARK ? judged(80, '%x') : null;
  if (directories.has(name) && next?.text === '.') {
    const verb = tokens[i + 2]?.text ?? '';
    if (
      /^(open|read|readlines|entries|glob|popen|foreach|new|exec|system|spawn|capture2|capture2e|capture3|popen2|popen2e|popen3|write|binread|each_object|list|children)$/.test(
        verb,
      )
    )
      return judged(82, `${name}.${verb}`);
  }
  if (/^(system|exec|spawn|syscall)$/.test(name) && next?.kind === STRING)
    return judged(85, `${name} of a command`);
  if (
    /^(eval|execute|executeglobal)$/i.test(name) &&
    (/^request$/i.test(next?.text ?? '') || /^request$/i.test(tokens[i + 2]?.text ?? ''))
  )
    return judged(90, 'evaluates the request');
  if (/^CreateObject$/i.test(name) && tokens[i + 2]?.kind === STRING) return judged(82, 'CreateObject');
  if (
    /^(out|response)$/i.test(name) &&
    next?.text === '.' &&
    /^(print|println|write)$/i.test(tokens[i + 2]?.text ?? '')
  )
    return judged(58, 'writes to the answer');
  if (name === 'import' && next?.kind === NAME && i === 0) return judged(75, `imports ${next.text}`);
  return null;
}

const directives = new Set([
  'assign',
  'include',
  'import',
  'list',
  'macro',
  'function',
  'local',
  'global',
  'attempt',
  'setting',
  'visit',
  'if',
  'compress',
  'noparse',
  'switch',
  'case',
  'return',
  'elseif',
  'foreach',
  'escape',
  'transform',
  'stop',
]);

function freemarker(text: string, opener: string, closer: string): Finding | null {
  let worst: Finding | null = null;
  let left = text.length + 2048;
  for (let at = text.indexOf(opener); at >= 0 && left > 0; at = text.indexOf(opener, at + 2)) {
    const end = nameEnd(text, at + 2);
    left -= 2;
    const name = text.slice(at + 2, end);
    if (!directives.has(name) || !/[\s>\]]/.test(text[end] ?? '')) continue;
    const expression = readExpression(text, end, closer);
    left -= expression.end - at;
    const found = judgeDirective(name, expression.tokens);
    if (found !== null)
      worst = worse(
        worst,
        finding('template', found.score, `${opener}…${closer}`, found.what, at, expression.end),
      );
  }
  return worst;
}

function judgeDirective(name: string, tokens: readonly Token[]): Judged | null {
  const inside =
    tokens.length > 0
      ? worse(judgeExpression(tokens), tokens[1]?.text === '=' ? judgeExpression(tokens.slice(2)) : null)
      : null;
  const sets = /^(assign|local|global)$/.test(name) && tokens[0]?.kind === NAME && tokens[1]?.text === '=';
  if (sets) return worse(inside, judged(tokens.length <= 4 ? 58 : 45, `<#${name}>`));
  if (name === 'include' || name === 'import')
    return worse(
      inside,
      tokens[0]?.kind === STRING ? judged(/^[/.]/.test(tokens[0].text) ? 70 : 40, `<#${name}>`) : null,
    );
  return inside;
}

/** Thymeleaf reckons between two brackets, where others write dates and ranges. */
const multiplied = /^\[\[ {0,4}['"]?\d+['"]? {0,4}\* {0,4}['"]?\d+['"]? {0,4}\]\]/;

/**
 * Freemarker's `[=…]` and Thymeleaf's `[(${…})]` are read as braces; here only constants in `[=…]` and Razor's `@(…)`.
 */
function computed(text: string): Finding | null {
  let worst: Finding | null = null;
  let left = text.length + 2048;
  for (let at = text.indexOf('[='); at >= 0 && left > 0; at = text.indexOf('[=', at + 2))
    worst = worse(worst, constant(text, at, ']'));
  for (let at = text.indexOf('[['); at >= 0 && left > 0; at = text.indexOf('[[', at + 2)) {
    const product = multiplied.exec(text.slice(at, at + 40));
    left -= 40;
    if (product !== null) worst = worse(worst, constant(text, at, ']]'));
  }
  for (let at = text.indexOf('@('); at >= 0 && left > 0; at = text.indexOf('@(', at + 2)) {
    left -= 64;
    if (at === 0 || !isName(text.charCodeAt(at - 1))) worst = worse(worst, constant(text, at, ')'));
  }
  return worst;

  function constant(value: string, at: number, closer: string): Finding | null {
    const { tokens, end, closed } = readExpression(value, at + 2, closer);
    left -= end - at;
    if (!closed || tokens.length === 0 || skipBlank(value, at + 2) === end) return null;
    const found = judgeExpression(tokens);
    return found === null
      ? null
      : finding('template', found.score - 8, `${value.slice(at, at + 2)}…${closer}`, found.what, at, end);
  }
}
