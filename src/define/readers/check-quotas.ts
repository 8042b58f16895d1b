import { error, warning } from '../../base/note.ts';
import { referencesOf } from '../model/references.ts';
import type { RuleGroup, WebAcl } from '../model/web-acl.ts';
import type { Draft } from './draft.ts';

/** AWS WAF quotas of one web ACL or rule group: bodies, their bytes together, and headers of requests and of answers. */
const mostBodies = 50;
const mostBodyBytes = 51_200;
const mostHeaders = 100;

/** The most statements that may refer to something else there; here more are taken, and AWS takes none of them. */
export const mostReferences = 50;

/** Holds what a web ACL or a rule group says to the quotas of AWS WAF, which refuses what is beyond them. */
export function checkQuotas(holder: WebAcl | RuleGroup, draft: Draft): void {
  const { name, origin, rules, customResponseBodies } = holder;
  const refuse = (code: string, message: string): void => draft.note(error(code, message, origin));
  const bodies = Object.values(customResponseBodies);
  if (bodies.length > mostBodies)
    refuse('web-acl.bodies', `${name} has ${bodies.length} custom response bodies, of ${mostBodies}`);
  const bytes = bodies.reduce((sum, { Content }) => sum + Buffer.byteLength(Content), 0);
  if (bytes > mostBodyBytes)
    refuse(
      'web-acl.bodies',
      `the custom response bodies of ${name} have ${bytes} bytes together, of ${mostBodyBytes}`,
    );
  const actions = [rules, 'defaultAction' in holder ? holder.defaultAction : {}];
  for (const [member, what] of [
    ['InsertHeaders', 'requests'],
    ['ResponseHeaders', 'answers'],
  ] as const) {
    const headers = entriesOf(member, actions);
    if (headers > mostHeaders)
      refuse('web-acl.headers', `${name} gives ${what} ${headers} headers, of ${mostHeaders}`);
  }
  const references = referencesOf(rules).length;
  if (references > mostReferences)
    draft.note(
      warning(
        'web-acl.references',
        `${references} statements of ${name} refer to sets or groups: more than the ${mostReferences} that AWS takes`,
        origin,
      ),
    );
}

/** How many entries all lists of that name have, wherever they are. */
function entriesOf(name: string, value: unknown): number {
  if (value === null || typeof value !== 'object') return 0;
  return Object.entries(value).reduce(
    (sum, [key, part]) => sum + (key === name && Array.isArray(part) ? part.length : entriesOf(name, part)),
    0,
  );
}
