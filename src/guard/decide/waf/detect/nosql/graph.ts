import type { Finding } from '../finding.ts';
import { finding } from '../text/judged.ts';

const near = 2048;

// Behind the quote of a string, or of a property between braces, that the value leaves.
const left =
  /^[\w .@-]{0,48}['"]\s{0,4}\}?\s{0,4}\)?\s{0,4}(?:(?:OR|AND)\b[^\n]{1,80}?\s)?(?:RETURN|WITH|MATCH|SET|DELETE|DETACH|CALL|MERGE|CREATE|REMOVE|FOREACH|UNWIND|UNION|LOAD|OPTIONAL)\b/i;

// What no other language has: a node in a pattern, a procedure of the database, files by their address, what is deleted.
const own =
  /\b(?:MATCH|MERGE|CREATE)\s{0,4}\(\s{0,4}\w{0,24}\s{0,4}(?::\s{0,4}[A-Z]\w{0,40}|\))|\bCALL\s{1,4}(?:db|dbms|apoc|gds)\.\w|\bLOAD\s{1,4}CSV\s{1,4}(?:WITH\s{1,4}HEADERS\s{1,4})?FROM\b|\bDETACH\s{1,4}DELETE\s{1,4}\w|\bREMOVE\s{1,4}\w{1,24}[.:]|\bSET\s{1,4}\w{1,24}\.\w{1,40}\s{0,4}=[^\n]{1,80}\/\/|\bRETURN\s{1,4}\w{1,24}(?:\.\w{1,40})?\s{0,4}(?:\/\/|$)/i;

// Behind a number: what UNION joins is a pattern, and no SELECT.
const united =
  /^\s{0,4}-?\w{1,24}\s{1,8}UNION\s{1,8}(?:ALL\s{1,8})?(?:MATCH\s{0,4}\([^()\n]{0,80}\)\s{0,4}(?:-|<-|WHERE\b|RETURN\b|DETACH\b|SET\b|WITH\b)|CALL\s{1,4}(?:db|dbms|apoc|gds)\.)/i;
// The same behind a condition on constants.
const conditioned =
  /^\s{0,4}-?\w{1,24}\s{1,8}(?:OR|AND)\s[^\n=]{1,40}=[^\n]{1,80}?\s(?:CALL\s{1,4}(?:db|dbms|apoc|gds)\.[^\n]{1,200}|LOAD\s{1,4}CSV\s|DETACH\s{1,4}DELETE\s)/i;

// Gremlin behind a string or a call that it leaves: `').drop().iterate()`, `';g.V().valueMap('x')`.
const traversed =
  /^[\w .@-]{0,48}['"]\s{0,4}(?:\)\s{0,4}){0,3}(?:\.(?:V|E|out|in|both|has|drop|values|valueMap|repeat|sideEffect|map|fold|unfold)\([^()\n]{0,80}\)){0,6}(?:\.(?:drop|valueMap|sideEffect)\([^()\n]{0,80}\)|\s{0,4};\s{0,4}g\.[VE]\([^()\n]{0,80}\)\.\w)/;
// ReQL of RethinkDB that deletes, fills or runs: behind what it leaves, or as the whole value.
const reql =
  /^(?:[^\n;]{0,48}['"]?\s{0,4}(?:\)\s{0,4}){0,3};)?\s{0,4}r\.(?:db\(\s{0,2}['"]\w{1,40}['"]\s{0,2}\)(?:\.table\(\s{0,2}['"]\w{1,40}['"]\s{0,2}\))?\.(?:delete|update|insert|replace|tableDrop)\(|(?:js|http)\(\s{0,2}['"]|dbDrop\()/;

// AQL of ArangoDB behind a string: `') FOR u IN users RETURN u //`.
const looped =
  /^[\w .@-]{0,48}['"]\s{0,4}(?:\)\s{0,4}){0,3}(?:(?:\|\||&&|OR|AND)\s{1,4}[\w'"=]{1,24}\s{1,4})?FOR\s{1,4}\w{1,24}\s{1,4}IN\s{1,4}\w{1,40}\s{1,4}(?:FILTER\s[^\n]{1,120}?\s)?(?:RETURN|REMOVE|UPDATE|REPLACE|INSERT)\s{1,4}\w{1,24}\b[^\n]{0,80}(?:\/\/|\/\*|$)/i;
// A step of Gremlin that walks from where it stands: `').or(__.has('x')).drop()`.
const anonymous =
  /^[\w .@-]{0,48}['"]\s{0,4}(?:\)\s{0,4}){1,3}\.(?:or|and|not|where|filter|union|choose|coalesce|sideEffect|map|flatMap|repeat)\(\s{0,4}__\.\w{1,24}\(/;

/**
 * Cypher that leaves the string it is put into (`'}) DETACH DELETE n //`, `' OR 1=1 WITH 1 AS a CALL db.labels() …`),
 * and a traversal of Gremlin that drops what it walks (`g.V().drop()`), as the whole value.
 */
export function graphQuery(text: string): Finding | null {
  const start = text.slice(0, near);
  const gremlin =
    /^\W{0,4}g\.[VE]\([^()]{0,80}\)(?:\.\w{1,24}\([^()]{0,80}\)){0,8}\.(?:drop|addV|addE|property|io|call)\(/.exec(
      start,
    );
  if (gremlin !== null)
    return finding('nosql', 60, 'graph query', gremlin[0].slice(0, 40), 0, gremlin[0].length);
  const steps = traversed.exec(start) ?? reql.exec(start) ?? anonymous.exec(start) ?? looped.exec(start);
  if (steps !== null)
    return finding(
      'nosql',
      66,
      'graph query',
      steps[0].trim().slice(0, 40),
      steps.index,
      steps.index + steps[0].length,
    );
  const joined = united.exec(start) ?? conditioned.exec(start);
  if (joined !== null)
    return finding('nosql', 74, 'graph query', joined[0].trim().slice(0, 40), 0, joined[0].length);
  const out = left.exec(start);
  if (out === null) return null;
  const found = own.exec(start.slice(out[0].search(/['"]/)));
  return found === null
    ? null
    : finding(
        'nosql',
        76,
        'graph query',
        found[0].slice(0, 40),
        0,
        Math.min(text.length, out[0].length + 40),
      );
}
