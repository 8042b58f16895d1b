import { invalid } from '../../../pools/refusal.ts';
import type { UserRow } from '../../../pools/store.ts';

/** The filter of ListUsers: one attribute, `=` or `^=` (begins with), and a text in quotes. '' lets everyone through. */
export function filtered(filter: string): (user: UserRow) => boolean {
  if (filter.trim() === '') return () => true;
  const parts = /^\s*"?([\w:]+)"?\s*(\^?=)\s*"((?:[^"\\]|\\.)*)"\s*$/.exec(filter);
  if (parts === null) throw invalid('Error while parsing filter.');
  const [, name, operator, quoted] = parts;
  const wanted = quoted!.replace(/\\(.)/g, '$1');
  const read = values[name!] ?? ((user: UserRow) => user.attributes[name!] ?? '');
  return operator === '=' ? (user) => read(user) === wanted : (user) => read(user).startsWith(wanted);
}

const values: Readonly<Record<string, (user: UserRow) => string>> = {
  username: (user) => user.name,
  sub: (user) => user.sub,
  'cognito:user_status': (user) => user.status,
  status: (user) => (user.enabled ? 'Enabled' : 'Disabled'),
};
