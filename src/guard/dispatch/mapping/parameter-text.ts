import { z } from 'zod';
import { allIn, TOKEN } from '../../../base/http1/characters.ts';
import { isContextName } from '../../decide/context.ts';
import { DROP, toUpstream } from '../headers.ts';
import { compileJsonPath } from './json-path.ts';

const SIMPLE =
  /^(?:'.*'|stageVariables\.[\w-]+|method\.request\.(?:multivalue)?(?:path|querystring|header)\..+)$/s;
const RESPONSE = /^(?:'.*'|stageVariables\.[\w-]+|integration\.response\.(?:multivalue)?header\..+)$/s;

/** Parameters of an integration's request, each from where it can come. */
export const requestParameters = z.record(z.string(), z.string()).superRefine((parameters, context) => {
  for (const [target, source] of Object.entries(parameters)) {
    const named = /^integration\.request\.(path|querystring|header)\.(.+)$/s.exec(target);
    const flaw =
      named === null
        ? 'must be integration.request.path., querystring. or header., and a name'
        : named[1] === 'header' && !isSettable(named[2]!)
          ? 'cannot be set: the gateway writes it itself'
          : sourceFlaw(source, SIMPLE, /^method\.request\.body(?:\.(.+))?$/s);
    if (flaw !== '') context.addIssue({ code: 'custom', message: `has ${target}, which ${flaw}` });
  }
});

/** Headers of an answer, each from where it can come. */
export const responseParameters = z.record(z.string(), z.string()).superRefine((parameters, context) => {
  for (const [target, source] of Object.entries(parameters)) {
    const name = /^method\.response\.(?:multivalue)?header\.(.+)$/s.exec(target)?.[1];
    const flaw =
      name === undefined || !allIn(TOKEN, name)
        ? 'must be method.response.header. and a name'
        : sourceFlaw(source, RESPONSE, /^integration\.response\.body(?:\.(.+))?$/s);
    if (flaw !== '') context.addIssue({ code: 'custom', message: `has ${target}, which ${flaw}` });
  }
});

/** Whether a mapping may set a header of the integration's request. */
export const isSettable = (name: string): boolean =>
  name !== '' && allIn(TOKEN, name) && toUpstream.of(name) !== DROP;

/** Why a value cannot come from there, in words that follow `which`; '' when it can. */
function sourceFlaw(source: string, simple: RegExp, body: RegExp): string {
  if (simple.test(source)) return '';
  const named = /^context\.(.+)$/s.exec(source)?.[1];
  if (named !== undefined)
    return isContextName(named) ? '' : `cannot come from ${source}: there is no such variable`;
  const path = body.exec(source);
  if (path === null) return `cannot come from ${source}`;
  try {
    if (path[1] !== undefined) compileJsonPath(path[1].startsWith('$') ? path[1] : `$.${path[1]}`);
    return '';
  } catch (reason) {
    return `cannot come from there: ${(reason as Error).message}`;
  }
}
