import { DROP, type HeaderRules, REMAP, remapped } from '../headers.ts';
import type { ResponseHead } from './response-head.ts';

/** The headers of a server's response as the client gets them. */
export function answerHeaders(head: ResponseHead, hasBody: boolean, rules: HeaderRules): string[] {
  const { headers, connection } = head;
  const named = namedByConnection(connection);
  const out: string[] = [];
  let typed = !hasBody;
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i]!;
    const rule = rules.of(name);
    if (rule === DROP || named?.has(name.toLowerCase())) continue;
    if (!typed && name.length === 12 && name.toLowerCase() === 'content-type') typed = true;
    out.push(rule === REMAP ? remapped(name) : name, headers[i + 1]!);
  }
  if (!typed) out.push('Content-Type', 'application/json');
  return out;
}

/** RFC 9110 7.6.1: the headers that `Connection` names concern one connection only. Null when it names none. */
function namedByConnection(connection: string): ReadonlySet<string> | null {
  if (connection === '' || connection === 'keep-alive' || connection === 'close') return null;
  const named = new Set<string>();
  for (const part of connection.toLowerCase().split(',')) {
    const name = part.trim();
    if (name !== '' && name !== 'keep-alive' && name !== 'close') named.add(name);
  }
  return named.size === 0 ? null : named;
}
