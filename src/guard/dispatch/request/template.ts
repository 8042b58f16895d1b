/**
 * The `statusCode` that a MOCK's request template gave, 0 when it gave none. It is read as leniently as API
 * Gateway reads it: `{ statusCode: 200 }` with or without quotes, and commas that end nothing.
 */
export function mockStatus(text: string): number {
  const object = /^\s*\{(.*)\}\s*$/s.exec(text);
  if (object === null) return 0;
  const found = /(?:^|[\s,{])(?:"statusCode"|'statusCode'|statusCode)\s*:\s*["']?(\d{3})["']?\s*(?:,|$)/.exec(
    object[1]!,
  );
  const status = found === null ? 0 : Number(found[1]);
  return status >= 200 && status <= 599 ? status : 0;
}
