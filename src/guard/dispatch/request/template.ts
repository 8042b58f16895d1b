/** True for text that only a template language could turn into an answer: `$input…`, `#set(…)`. */
export const needsTemplateLanguage = (text: string): boolean => /\$!?\{?[A-Za-z_]|#\{?[A-Za-z@*#]/.test(text);

/**
 * The `statusCode` of a MOCK's request template, 0 when it gives none. It is read as leniently as API Gateway
 * reads it: `{ statusCode: 200 }` with or without quotes, and commas that end nothing.
 */
export function mockStatus(template: string): number {
  const object = /^\s*\{(.*)\}\s*$/s.exec(template);
  if (object === null || needsTemplateLanguage(template)) return 0;
  const found = /(?:^|[\s,{])(?:"statusCode"|'statusCode'|statusCode)\s*:\s*["']?(\d{3})["']?\s*(?:,|$)/.exec(
    object[1]!,
  );
  const status = found === null ? 0 : Number(found[1]);
  return status >= 200 && status <= 599 ? status : 0;
}
