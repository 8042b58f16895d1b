import type { Event } from '../../base/event.ts';
import { eachSeen } from '../../base/written-headers.ts';

/** The headers of a request as its web ACL saw them, names and values in turn; none where they were not kept. */
export function headersSeen({ headers, written }: Event): readonly string[] {
  if (headers === null || written === null) return headers ?? [];
  const seen: string[] = [];
  eachSeen(written, headers, (name, value) => seen.push(name, value) > 0);
  return seen;
}
