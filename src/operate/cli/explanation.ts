import type { Explained, ExplainedStep } from '../inquiry/explained.ts';
import { evidenceLines } from './evidence.ts';
import { plain } from './plain.ts';
import type { Paint } from './terminal.ts';

/** An explanation as lines: the chain in order, indented as the things are nested, and what came of it. */
export function explanationLines(found: Explained, paint: Paint): string[] {
  const { request, decision, answer } = found;
  const lines = [paint.bold(plain(`${request.method} ${cut(request.target, 1_000)} from ${request.client}`))];
  for (const remark of found.remarks) lines.push(paint.dim(plain(cut(remark, 1_200))));
  lines.push('');
  for (const step of found.steps) lines.push(...stepLines(step, '', '', paint));
  lines.push('');
  if (decision.action === 'pass') {
    lines.push(paint.green(paint.bold('It would be passed on.')));
  } else {
    const by = decision.by === '' ? '' : ` by ${decision.by}`;
    const at = decision.at === '' ? '' : ` (${decision.at})`;
    lines.push(paint.red(paint.bold(`It would be refused: ${decision.reason}${by}${at}`)));
  }
  if (answer !== null) lines.push(plain(`The caller would get ${answer.status} ${shortBody(answer.body)}`));
  const counted = onlyCounted(found.waf);
  if (counted.length > 0) lines.push(`Only counted: ${counted.join(', ')}`);
  if (found.labels.length > 0) lines.push(`Labels: ${found.labels.join(', ')}`);
  return lines;
}

const longestBody = 400;

/** A page is told by its beginning; `--json` has all of it. */
const shortBody = (body: string): string =>
  body.length <= longestBody
    ? body
    : `${body.slice(0, 120).replaceAll('\n', ' ')}… (${body.length} characters; all of them with --json)`;

/** Rules that matched and did not end it, those within groups behind the rule that refers to them. */
function onlyCounted(waf: Explained['waf']): string[] {
  if (waf === null) return [];
  const within = (waf.groups ?? []).flatMap((group) => {
    const names = group.counted.map((name) => `${group.rule}/${name}`);
    const counts = group.terminating !== '' && waf.terminatingRule !== group.rule;
    return counts ? [...names, `${group.rule}/${group.terminating}`] : names;
  });
  const own = waf.counted.filter((name) => !within.some((text) => text.startsWith(`${name}/`)));
  return [...own, ...within];
}

/** A step and what is within it; `above` is where the step around it is written, which need not be said again. */
function stepLines(step: ExplainedStep, indent: string, above: string, paint: Paint): string[] {
  if (asksGroup(step)) return [];
  const name = step.name === '' || step.name === step.what ? '' : ` ${paint.bold(plain(step.name))}`;
  const head = `${indent}${mark(step.outcome, paint)} ${step.what}${name}: ${step.outcome}`;
  const at = step.at === above ? '' : step.at;
  const leaf = soleReason(step);
  if (leaf !== null) {
    // An inspection says in its sentence all that it looked at.
    const looked = leaf.what === 'inspection' ? '' : inline(leaf.looked, leaf.because);
    const outside = step.steps[0]!.name === 'RateBasedStatement' && leaf !== step.steps[0];
    const scoped = outside ? 'The scope-down statement does not match. ' : '';
    const parts = [`${scoped}${cut(leaf.because, 600)}${looked}`, at].filter((part) => part !== '');
    return [`${head}  ${paint.dim(plain(parts.join(' ')))}`];
  }
  const evidence = evidenceLines(step, `${indent}    `, paint);
  const unsaid = evidence.length === 0 && step.what !== 'inspection';
  const details = [cut(step.because, 600), unsaid ? inline(step.looked, step.because).trim() : '', at];
  const shown = details.filter((part) => part !== '').join(' ');
  return [
    head,
    ...(shown === '' ? [] : [`${indent}  ${paint.dim(plain(shown))}`]),
    ...evidence,
    ...step.steps.flatMap((inner) => stepLines(inner, `${indent}    `, step.at || above, paint)),
  ];
}

/** A rule that hands every request on to its group: what the group did comes next, and says all. */
function asksGroup(step: ExplainedStep): boolean {
  const [only, ...more] = step.steps;
  if (only === undefined || more.length > 0 || only.steps.length > 0 || step.outcome !== 'match')
    return false;
  return step.what === 'rule' && /^(?:ManagedRuleGroup|RuleGroupReference)Statement$/.test(only.name);
}

/** Of a rule that did not match for one reason alone: the step that says it; what led there says nothing more. */
function soleReason(step: ExplainedStep): ExplainedStep | null {
  if (step.what !== 'rule' || step.outcome !== 'no match') return null;
  let at = step;
  while (at.steps.length === 1) at = at.steps[0]!;
  return at !== step && at.steps.length === 0 && at.outcome === 'no match' ? at : null;
}

/** What was looked at, in brackets: all that the sentence before does not say already. */
function inline(looked: ExplainedStep['looked'], because: string): string {
  const words = new Set(because.split(/[\s,;()"]+|[:.](?=\s|$)/));
  const shown: (string | number | boolean)[] = [];
  const parts: string[] = [];
  for (const [name, value] of Object.entries(looked)) {
    const text = String(value);
    if (text === '' || words.has(text) || (text.length > 3 && because.includes(text))) continue;
    // What a transformation did not change need not be read twice.
    if (shown.includes(value) && typeof value === 'string') continue;
    shown.push(value);
    parts.push(`${name} ${shownValue(value)}`);
  }
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

function mark(outcome: string, paint: Paint): string {
  if (/^(refuse|block|failed)/i.test(outcome)) return paint.red('✖');
  if (/^(pass|allow)/i.test(outcome)) return paint.green('✔');
  if (/^(no match|not)/i.test(outcome)) return paint.dim('·');
  return paint.yellow('●');
}

/** Texts in quotes, so that an empty one and a space can be seen. */
const shownValue = (value: string | number | boolean): string =>
  typeof value === 'string' ? JSON.stringify(cut(value, 240)) : String(value);

/** Nothing that somebody sent fills the screen; `--json` has all of it. */
const cut = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most)}… (${text.length} characters)`;
