import { unescape as decode } from 'node:querystring';
import { NOT_JSON, readJson } from '../../../base/json.ts';
import { host, type Run, refused } from './vtl/run.ts';
import { textOf } from './vtl/values.ts';

/** `$util` ("Variables for data transformations for API Gateway"). */
export const util = host({
  method(name, args, run) {
    const call = Object.hasOwn(methods, name) ? methods[name]! : null;
    return call === null ? null : call(textOf(args[0], run), run);
  },
});

const methods: Readonly<Record<string, (text: string, run: Run) => unknown>> = {
  escapeJavaScript: (text, run) => run.made(escapeJavaScript(text)),
  parseJson: (text, run) => {
    run.work(1 + (text.length >>> 7));
    const value = text.trim() === '' ? null : readJson(Buffer.from(text, 'utf8'));
    if (value === NOT_JSON) throw refused('calls $util.parseJson with what is no JSON');
    return value;
  },
  urlEncode: (text, run) => run.made(urlEncode(text)),
  urlDecode: (text, run) => run.made(decode(text.replaceAll('+', ' '))),
  base64Encode: (text, run) => run.made(Buffer.from(text, 'utf8').toString('base64')),
  base64Decode: (text, run) => run.made(Buffer.from(text, 'base64').toString('utf8')),
};

const SHORT: Readonly<Record<string, string>> = {
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
};

/** As the commons-lang of Java: quotes of both kinds, backslash, slash, and what is not printable ASCII. */
const escapeJavaScript = (text: string): string =>
  text.replace(/["'\\/]|[^ -~]/g, (c) => {
    if (c >= ' ' && c <= '~') return `\\${c}`;
    return SHORT[c] ?? `\\u${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
  });

/** As `java.net.URLEncoder`: a space is `+`, and `*` stays. */
const urlEncode = (text: string): string =>
  encodeURIComponent(text.toWellFormed()).replace(/%20|[!'()~]/g, (c) =>
    c === '%20' ? '+' : `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
