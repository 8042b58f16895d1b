import type { Explained, ExplainedStep } from '../inquiry/explained.ts';
import type { Paint } from './terminal.ts';

/** An explanation as lines: the chain in order, indented as the things are nested, and what came of it. */
export function explanationLines(found: Explained, paint: Paint): string[] {
  const { request, decision, answer } = found;
  const lines = [paint.bold(`${request.method} ${request.target} from ${request.client}`)];
  for (const remark of found.remarks) lines.push(paint.dim(remark));
  lines.push('');
  for (const step of found.steps) lines.push(...stepLines(step, '', paint));
  lines.push('');
  if (decision.action === 'pass') {
    lines.push(paint.green(paint.bold('It would be passed on.')));
  } else {
    const by = decision.by === '' ? '' : ` by ${decision.by}`;
    const at = decision.at === '' ? '' : ` (${decision.at})`;
    lines.push(paint.red(paint.bold(`It would be refused: ${decision.reason}${by}${at}`)));
  }
  if (answer !== null) lines.push(`The caller would get ${answer.status} ${answer.body}`);
  if (found.labels.length > 0) lines.push(`Labels: ${found.labels.join(', ')}`);
  return lines;
}

function stepLines(step: ExplainedStep, indent: string, paint: Paint): string[] {
  const looked = Object.entries(step.looked).map(([name, value]) => `${name} ${shown(value)}`);
  const name = step.name === '' || step.name === step.what ? '' : ` ${paint.bold(step.name)}`;
  const details = [step.because, looked.length === 0 ? '' : `(${looked.join(', ')})`, step.at]
    .filter((part) => part !== '')
    .join(' ');
  return [
    `${indent}${mark(step.outcome, paint)} ${step.what}${name}: ${step.outcome}`,
    ...(details === '' ? [] : [`${indent}  ${paint.dim(details)}`]),
    ...step.steps.flatMap((inner) => stepLines(inner, `${indent}    `, paint)),
  ];
}

function mark(outcome: string, paint: Paint): string {
  if (/^(refuse|block)/i.test(outcome)) return paint.red('✖');
  if (/^(pass|allow)/i.test(outcome)) return paint.green('✔');
  if (/^(no match|not)/i.test(outcome)) return paint.dim('·');
  return paint.yellow('●');
}

/** Texts in quotes, so that an empty one and a space can be seen. */
const shown = (value: string | number | boolean): string =>
  typeof value === 'string' ? JSON.stringify(value) : String(value);
