import { judged } from '../text/judged.ts';
import type { Call } from './calls.ts';

/** `=cmd|' /C calc'!A0`: a formula by which a spreadsheet starts a program (dynamic data exchange). */
export function exchanged(text: string): Call | null {
  const found =
    /(?:^\s{0,8}["']?[=+@-]|[,;\t\n] {0,4}["']?[=+@-])[^|\n]{0,80}?\b(?:cmd|powershell|msexcel|mshta|rundll32|regsvr32|certutil|wscript|calc|excel)(?:\.exe)?\s{0,4}\|\s{0,4}['"‘]/i.exec(
      text.slice(0, 4096),
    );
  if (found === null) return null;
  return {
    ...judged(84, 'a formula that starts a program'),
    from: found.index,
    to: found.index + found[0].length,
  };
}

/** `response.write(9*9)`: what whoever looks for a place that runs code has reckoned. */
export function shownSum(text: string): Call | null {
  if (text.length > 64 || !sum.test(text)) return null;
  return { ...judged(62, 'Response.Write of a product'), from: 0, to: text.length };
}

const sum = /^\W{0,4}response\.write\(\d{1,9} ?\* ?\d{1,9}\)\W{0,4}$/i;

const starts = /^[\s"']{0,4}[=+@-]/;
/** What a spreadsheet starts or loads: a conversation with a program, a function of a library. */
const loading =
  /^[\s"']{0,4}[=+@-]{1,3}\s{0,4}(DDE|CALL|REGISTER(?:\.ID)?)\(\s{0,4}"(?:cmd|powershell|mshta|rundll32|regsvr32|wscript|kernel32|shell32|urlmon|user32|ntdll|advapi32|msxml\d?)(?:\.exe|\.dll)?"\s{0,4}[,;]/i;
const fetching =
  /^[\s"']{0,4}[=+@-]{1,3}[^a-z"]{0,12}(WEBSERVICE|HYPERLINK|IMPORT(?:XML|DATA|HTML|FEED|RANGE)|IMAGE|FILTERXML)\(/i;
// A cell, or several, put to the end of an address.
const told = /https?:[^"]{0,400}"\s{0,4}(?:&|,)\s{0,4}(?:\$?[a-z]{1,3}\$?\d|[a-z]{2,16}\()/i;

/** `=FILTERXML(WEBSERVICE("http://…"),"//a")`: what is fetched is taken apart. */
const within = /^[\s"']{0,4}[=+@-]{1,3}[^"]{0,64}\(\s{0,4}WEBSERVICE\(\s{0,4}"https?:/i;

/**
 * `=WEBSERVICE("http://…"&A1)`, `=HYPERLINK("http://…?x="&A1,"Open")`: a formula that tells somebody what stands in
 * the cells of whoever opens a table with this value in it. One that only links or reads is what people write.
 */
export function formula(text: string): Call | null {
  if (!starts.test(text)) return null;
  const near = text.slice(0, 1024);
  const loaded = loading.exec(near);
  if (loaded !== null)
    return { ...judged(84, `${loaded[1]!.toUpperCase()}()`), from: 0, to: loaded[0].length };
  const inner = within.exec(near);
  if (inner !== null) return { ...judged(60, 'WEBSERVICE()'), from: 0, to: inner[0].length };
  const found = fetching.exec(near);
  if (found === null) return null;
  const name = found[1]!.toUpperCase();
  const tells = told.test(near) && (near.includes('&') || /CONCAT/i.test(near));
  if (!tells && name !== 'WEBSERVICE') return null;
  return { ...judged(tells ? 72 : 60, `${name}()`), from: 0, to: Math.min(text.length, 1024) };
}
