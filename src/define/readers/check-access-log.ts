import { type Note, warning } from '../../base/note.ts';
import type { Stage } from '../model/api.ts';
import { logVariableFamilies, logVariablePattern, logVariables } from '../model/log-variables.ts';
import { nearest } from './shapes/nearest.ts';

/** What is doubtful in the format of a stage's access log: variables that nobody knows, lines that nothing can be found by. */
export function checkAccessLog({ accessLog, name, origin }: Stage): Note[] {
  const format = accessLog?.format ?? '';
  if (format === '') return [];
  const named = [...new Set([...format.matchAll(logVariablePattern)].map((match) => match[1]!))];
  const notes = named
    .filter((v) => !known.has(v) && !logVariableFamilies.some((f) => v.startsWith(f)))
    .map((v) => {
      const near = nearest(v, logVariables);
      const hint = near === null ? '' : `; did you mean $context.${near}?`;
      const message = `$context.${v} in the access log of the stage ${name} is no variable, and prints -${hint}`;
      return warning('access-log.unknown-variable', message, origin);
    });
  if (!named.includes('requestId') && !named.includes('extendedRequestId')) {
    const message = `the access log of the stage ${name} has neither $context.requestId nor $context.extendedRequestId: no line could be matched with \`portcullis explain <request-id>\`, and AWS refuses the format`;
    notes.push(warning('access-log.no-request-id', message, origin));
  }
  return notes;
}

const known = new Set<string>(logVariables);
