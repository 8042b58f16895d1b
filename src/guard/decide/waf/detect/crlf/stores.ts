import type { Finding } from '../finding.ts';
import { finding } from '../text/judged.ts';

/**
 * Commands of Redis or memcached on the lines behind a word or nothing: what a value becomes when it is put into a line
 * of their protocols, or into a request that reaches them (`a\r\nFLUSHALL\r\n`, `k 0 0 1\r\nx\r\nset y 0 0 1\r\nz`).
 */
export function toStores(text: string): Finding | null {
  const first = text.search(/[\r\n]/);
  if (first < 0 || !begun.test(text.slice(0, first))) return null;
  const lines = text
    .slice(Math.max(first, text.length - reach))
    .trim()
    .split(/\r?\n|\r/);
  // A value of memcached stands on a line of its own behind the command; else the last one is a command too.
  const last = stored.test(lines.at(-2) ?? '') ? lines.length - 2 : lines.length - 1;
  const exact = text.includes('\r\n');
  if (worthOf(lines[last]!, exact) === 0) return null;
  let score = 0;
  for (const line of lines) score = Math.max(score, worthOf(line, exact));
  return finding('crlf', score, 'protocol of a store', lines[last]!.slice(0, 40), first, text.length);
}

const worthOf = (line: string, exact: boolean): number =>
  strong.test(line) || stored.test(line) ? 66 : exact && mild.test(line) ? 56 : 0;

/** Characters at the end of a value that are looked at. */
const reach = 2_048;
/** The end of a command: a word or none, and numbers. No fence, no sentence. */
const begun = /^(?![`~]{3})\S*(?: -?\d+)*$/;
const stored =
  /^(?:set|add|replace|append|prepend|cas) \S{1,250} \d{1,10} -?\d{1,10} \d{1,7}(?: \d+)?(?: noreply)?$/;

/** What no letter and no list holds as a line. */
const strong =
  /^(?:FLUSHALL(?: A?SYNC)?|FLUSHDB|CONFIG (?:SET \w[\w-]* \S+|GET \S+|REWRITE)|(?:SLAVEOF|REPLICAOF) \S+ \S+|MODULE LOAD \S+|EVAL(?:SHA)? (?:"[^"]*"|'[^']*'|\w{40}) \d+.*|SCRIPT LOAD \S.*|BGREWRITEAOF|BGSAVE|DEBUG (?:SEGFAULT|SLEEP \S+|OBJECT \S+)|SHUTDOWN(?: NOSAVE| SAVE)|flush_all(?: \d+)?|stats (?:items|slabs|sizes|cachedump \d+ \d+))$/;

/** What a list may hold, where its lines do not end as those of a protocol do. */
const mild =
  /^(?:SET \S+ (?:\S+|"[^"]*")(?: (?:EX|PX) \d+)?|(?:GET|DEL|TTL|INCR|DECR|HGETALL|SMEMBERS|TYPE|DUMP|PERSIST) [\w:.-]+|HSET \S+ \S+ \S+|KEYS \S*\*\S*|[LR]PUSH \S+ \S+|LRANGE \S+ -?\d+ -?\d+|SADD \S+ \S+|AUTH \S+|SELECT \d{1,2}|RENAME \S+ \S+|EXPIRE \S+ \d+|SAVE|QUIT|PING)$/;
