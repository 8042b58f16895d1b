import { globSync } from 'node:fs';
import { basename } from 'node:path';
import type { Case } from '../../../src/guard/decide/waf/cases.ts';
import '../../../src/guard/decide/waf/catalogue.ts';

const waf = new URL('../../../src/guard/decide/waf/', import.meta.url);

/** The files of kinds in a folder of the web ACL, without `.ts`. */
export const kindFiles = (folder: string): string[] =>
  globSync(new URL(`${folder}/*.ts`, waf).pathname)
    .map((file) => basename(file, '.ts'))
    .filter((name) => name !== 'index' && !name.includes('.'));

/** The cases that stand beside a kind; none when there is no such file. */
export async function casesOf(folder: string, kindName: string): Promise<readonly Case[]> {
  for (const name of kindFiles(folder)) {
    const kind = await import(new URL(`${folder}/${name}.ts`, waf).href);
    if (kind.default.name !== kindName) continue;
    const cases = await import(new URL(`${folder}/${name}.cases.ts`, waf).href);
    return cases.default;
  }
  return [];
}
