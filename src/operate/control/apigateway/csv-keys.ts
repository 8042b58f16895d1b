import { badRequest } from './patch.ts';

/** A key as a file for `ImportApiKeys` has it. */
export interface CsvKey {
  readonly name: string;
  readonly key: string;
  readonly description: string;
  readonly enabled: boolean;
  readonly usagePlanIds: readonly string[];
}

const columns = new Set(['name', 'key', 'description', 'enabled', 'usageplanids']);

/** Reads the list of keys that API Gateway imports: the first line names the columns, in any order and case. */
export function csvKeys(text: string): CsvKey[] {
  const [head, ...rows] = rowsOf(text);
  const names = (head ?? []).map((name) => name.trim().toLowerCase());
  const unknown = names.find((name) => !columns.has(name));
  if (unknown !== undefined) throw badRequest(`Unexpected column in the file: ${unknown}`);
  for (const needed of ['name', 'key'])
    if (!names.includes(needed)) throw badRequest(`Missing column in the file: ${needed}`);
  return rows.map((row) => {
    const cell = (name: string): string => row[names.indexOf(name)]?.trim() ?? '';
    return {
      name: cell('name'),
      key: cell('key'),
      description: cell('description'),
      enabled: cell('enabled') === '' || cell('enabled').toLowerCase() === 'true',
      usagePlanIds: cell('usageplanids')
        .split(',')
        .map((id) => id.trim())
        .filter((id) => id !== ''),
    };
  });
}

/** RFC 4180: a cell in quotes may hold commas, line ends, and quotes that are doubled. Empty lines are none. */
function rowsOf(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    let cell = '';
    if (text[at] === '"') {
      for (at++; at < text.length; at++) {
        if (text[at] !== '"') cell += text[at];
        else if (text[at + 1] === '"') cell += text[at++];
        else break;
      }
      at++;
    } else {
      const end = /[,\r\n]/g;
      end.lastIndex = at;
      const stop = end.exec(text)?.index ?? text.length;
      cell = text.slice(at, stop);
      at = stop;
    }
    row.push(cell);
    if (text[at] === ',') {
      at++;
      if (at < text.length) continue;
      row.push('');
    }
    while (text[at] === '\r' || text[at] === '\n') at++;
    if (row.some((c) => c !== '')) rows.push(row);
    row = [];
  }
  return rows;
}
