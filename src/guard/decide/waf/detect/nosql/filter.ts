// What logins are decided by, and what belongs to nobody who only looks for something.
const guarded =
  /"[\w.]*(?:user|login|pass|pwd|mail|token|secret|key|otp|pin|code|role|admin|auth|session|account|owner|hash|salt)[\w.]*"\s{0,4}:|"_?id"\s{0,4}:/i;
const tuned =
  /^"\$(?:and|or|in|nin|all|gte?|lte?|ne|eq|exists|size|type|options|not|elemMatch|regex)"\s{0,4}:/;
const nothing =
  /:\s{0,4}(?:null|""|\{\s*\}|\[\s*\]|-1|0|1|"[^"]{1,2}"|"[.^$*+?(\\[][^"a-zA-Z]?[^"a-zA-Z]*")\s{0,4}[,}\]]/;

/**
 * True for a filter as interfaces take it from their callers: an object of JSON whose operators compare fields that decide
 * nothing about a caller with values somebody would look for.
 *
 * An attack compares with what everything or nothing is equal to (`null`, `""`, `.*`), or a name and a password.
 */
export function isFilter(text: string): boolean {
  if (text.length > 2048 || text.charCodeAt(text.length - 1) !== 125) return false;
  if (guarded.test(text) || /[^"]\$/.test(text)) return false;
  // An operator as the value itself has no field it filters.
  if (/^\{\s*"\$(?!and"|or"|nor")/.test(text)) return false;
  for (let at = text.indexOf('"$'); at >= 0; at = text.indexOf('"$', at + 1)) {
    const near = text.slice(at, at + 64);
    const operator = tuned.exec(near);
    if (operator === null) return false;
    const value = near.slice(operator[0].length - 1);
    if (!/"\$(?:exists|size|[gl]te?)"/.test(operator[0]) && nothing.test(value.slice(0, valueEnd(value))))
      return false;
  }
  return true;
}

const valueEnd = (value: string): number => {
  const end = value.slice(1).search(/[,}\]]/);
  return end < 0 ? value.length : end + 2;
};
