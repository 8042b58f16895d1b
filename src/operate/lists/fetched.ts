import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A longer list is none that fits in here. */
const mostBytes = 64 * 1024 * 1024;
const timeoutMs = 30_000;

/** Whether a source is fetched, and no file. */
export const isUrl = (source: string): boolean => /^https?:\/\//i.test(source);

/** What was fetched last, kept in the data folder, so that a start needs no network; '' when there is nothing. */
export function keptCopy(folder: string, url: string): string {
  try {
    return readFileSync(copyOf(folder, url), 'utf8');
  } catch {
    return '';
  }
}

/** Fetches a list and keeps a copy. Rejects with the reason when it cannot be had whole. */
export async function fetchList(folder: string, url: string): Promise<string> {
  const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs), redirect: 'follow' });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > mostBytes) throw new Error(`${url} has more than ${mostBytes} bytes`);
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  const file = copyOf(folder, url);
  mkdirSync(join(folder, 'lists'), { recursive: true, mode: 0o700 });
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
  return text;
}

const copyOf = (folder: string, url: string): string =>
  join(folder, 'lists', `${createHash('sha256').update(url).digest('hex').slice(0, 24)}.txt`);
