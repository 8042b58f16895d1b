import type { Finding } from '../finding.ts';
import { skipBlank } from '../text/characters.ts';
import { findingAt } from '../text/judged.ts';

const near = 4_096;

/** What a store has that others should not read, or fill. */
const secret = String.raw`(?:\w*(?:pass|pwd|pw|secret|token|api_?key|otp|role|admin)\w*)`;

const told = (what: string, found: RegExpExecArray | null): Finding | null =>
  findingAt(found, 'nosql', 62, 'query', what);

/** Scripts of Elasticsearch in a query that is the whole value: `script_fields`, `scripted_metric`, `_script`. */
const scripted =
  /"(?:script_fields"\s{0,8}:\s{0,8}\{\s{0,8}"[^"\n]{1,80}"\s{0,8}:\s{0,8}\{\s{0,8}"script"|scripted_metric"\s{0,8}:\s{0,8}\{\s{0,8}"\w{1,24}_script"|script(?:_score)?"\s{0,8}:\s{0,8}\{\s{0,8}"script")\s{0,8}:\s{0,8}(?:"|\{\s{0,8}"(?:source|inline|lang|params)")/;
/** Painless that changes a document, behind what it leaves or by itself. */
const painless =
  /(?:^|[;)}'"]\s{0,4})ctx\._source(?:\.\w{1,40}|\[['"]\w{1,40}['"]\])\s{0,4}=\s{0,4}[\w'"[{(]/;

/** A query of Elasticsearch that brings a script along, as the whole value. */
export function scriptedSearch(text: string): Finding | null {
  const start = text.slice(0, near);
  if (start.charCodeAt(skipBlank(start, 0)) === 123) {
    const found = start.includes('"script') ? scripted.exec(start) : null;
    return told('a script of a search', found);
  }
  const found = start.includes('ctx._source') && start.length < 400 ? painless.exec(start) : null;
  return told('a script that changes a document', found);
}

const call = String.raw`(?:attribute_(?:not_)?exists|attribute_type|begins_with)\(\s{0,4}["']?[#\w.]{1,64}["']?\s{0,4}[,)]`;
/** A condition that goes on behind a value, which compares nothing: `:v OR attribute_exists(pw)`. */
const goesOn = new RegExp(
  String.raw`^\s{0,4}[\w:.@-]{0,48}['")]{0,2}\s{1,4}(?:OR|AND)\s{1,4}(?:NOT\s{1,4})?${call}`,
  'i',
);
/** An expression of a request that asks whether a secret is there, or that is true of all there is. */
const expressed = new RegExp(
  String.raw`"(?:Filter|Condition|KeyCondition)Expression"\s{0,8}:\s{0,8}"(?:attribute_(?:not_)?exists\(\s{0,4}${secret}\s{0,4}\)"|[^"\n]{0,80}?\b(\w{1,40})\s{0,4}=\s{0,4}:\w{1,40}\s{1,4}OR\s{1,4}attribute_exists\(\s{0,4}\1\s{0,4}\))`,
  'i',
);
const selected = new RegExp(
  String.raw`^\s{0,8}(?:SELECT|UPDATE|DELETE)\b[^\n]{1,200}\bWHERE\s[^\n]{0,120}\bbegins_with\(\s{0,4}["']?${secret}["']?\s{0,4},`,
  'i',
);

/** Conditions of DynamoDB that a value brings along, in its own expressions or in PartiQL. */
export function dynamo(text: string): Finding | null {
  const start = text.slice(0, near);
  const at = skipBlank(start, 0);
  if (start.charCodeAt(at) === 123) {
    // With its table a request is one that a program makes.
    const found = start.includes('"TableName"') ? null : expressed.exec(start);
    return told('an expression of DynamoDB', found);
  }
  const found = selected.exec(start) ?? (start.length < 400 ? goesOn.exec(start) : null);
  return told('a condition of DynamoDB', found);
}

/** A query of Flux that goes on behind a string which the value leaves: `x") |> yield() from(bucket: "_monitoring")`. */
export function flux(text: string): Finding | null {
  const start = text.slice(0, near);
  return told('what Flux reads', bucket.exec(start) ?? piped.exec(start));
}

/** `x") |> drop(columns: ["a"]) //`: what is read is thrown away or written elsewhere, and the rest cut off. */
const piped =
  /^[\w .@-]{0,48}['"]\s{0,4}\)\s{0,4}(?:\|>\s{0,4}\w{1,24}\([^()\n]{0,120}\)\s{0,4}){0,4}\|>\s{0,4}(?:(?:experimental\.)?to\(\s{0,4}bucket|(?:drop|yield|limit|keep|filter|map|union)\([^\n]{0,120}\)\s{0,4}\/\/)/;

const bucket =
  /^[\w .@-]{0,48}['"]\s{0,4}\)?\s{0,4}(?:\|>?\s{0,4}(?:\w{1,24}\([^()\n]{0,80}\)\s{0,4})?){0,4}(?:\w{1,24}\s?=\s?)?(?:from|buckets)\(\s{0,4}(?:bucket(?:ID)?\s{0,4}:\s{0,4}["']|\))/;

/** Parameters of Solr that a value brings along, by which it asks other hosts or reads files: `&shards=`, `&stream.url=`. */
export function handedToSolr(text: string): Finding | null {
  return told('what Solr fetches', solr.exec(text.slice(0, near)));
}

const solr =
  /[&?}](?:stream\.(?:url|file)=(?:https?:|ftp:|file:|\/)|shards=(?:https?:\/\/)?[\w.-]{1,120}(?::\d{1,5})?\/solr|qt=\/?(?:dataimport|admin\/)|dataConfig=<)|\b_query_\s?:\s?["']\{!\w/;

/** A query of Lucene that goes on with everything there is: `x OR *:*`, `*:* OR _exists_:password`. */
export function everything(text: string): Finding | null {
  if (text.length > 400) return null;
  const found = all.exec(text);
  return told('everything there is', found);
}

const all = new RegExp(
  String.raw`\S\s{0,4}(?:\bOR\b|\|\|)\s{0,4}[(+]{0,4}\*:\*|(?:^|[\s(])\*:\*\s{1,4}(?:OR|\|\|)\s|(?:_exists_:${secret}|(?:^|[\s(])${secret}:\*\s{1,4}(?:OR|AND|\|\|)\s)|^[\w:*"-]{1,48}\) (?:OR|AND) \(\w{1,32}:[\w*"]`,
);
