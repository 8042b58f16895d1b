import type { Token } from './standing.ts';

/** `\\host\share\file` at `from`: a share of another machine, a device, or a drive in its long form. */
export function sharesScore(text: string, from: number, to: number): Token | null {
  let host = from + 2;
  // Texts that went through JSON or a program have each backslash twice.
  while (text.charCodeAt(host) === 92) host++;
  let end = host;
  while (end < to && text.charCodeAt(end) !== 92 && text.charCodeAt(end) !== 47) end++;
  if (end === host || end + 1 >= to) return null;
  const name = text.slice(host, end).toLowerCase();
  if (!/^[a-z0-9.@?_$:-]+$/.test(name)) return null;
  const rest = text.slice(end, to).toLowerCase();
  let score = 40;
  if (name === '?' || name === '.') score = 58;
  else if (/^\d{1,3}(?:\.\d{1,3}){3}(?:@\d+)?$/.test(name)) score = 62;
  else if (name.includes('@')) score = 70;
  else if (/[\\/][a-z]\$/.test(rest) || /[\\/](?:admin|ipc)\$/.test(rest)) score = 68;
  else if (name === 'localhost' || name.split('.').length > 2) score = 52;
  else if (name.includes('.')) score = 50;
  if (score === 40 && name.length < 2) return null;
  return { score, context: 'UNC path', what: `share of ${name}`, weak: score < 60, climbs: false };
}
