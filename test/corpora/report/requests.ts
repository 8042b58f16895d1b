// Sets of whole requests and of posts, parted by lines of `%%`.
import { readFileSync } from 'node:fs';
import type { Sent } from './default-set.ts';

const folder = new URL('../trials/', import.meta.url).pathname;

/** A piece of a set, and the family that its first line names; '' when it names none. */
export interface Piece {
  readonly family: string;
  readonly text: string;
}

/** The pieces of a set under `trials`: `seventh.posts`. */
export const pieces = (name: string): Piece[] =>
  readFileSync(`${folder}${name}.txt`, 'utf8')
    .trimEnd()
    .split('\n%%\n')
    .map((text) => {
      const [, family = '', rest = text] = /^## ([^\n]+)\n(.*)$/s.exec(text) ?? [];
      return { family, text: rest.replaceAll('␍', '\r') };
    });

/** A request as it is written: its line, its headers, an empty line, its body; behind `␛` the body is base64. */
export function requestOf(text: string): Sent {
  const end = text.indexOf('\n\n');
  const [line = '', ...fields] = (end < 0 ? text : text.slice(0, end)).trimEnd().split('\n');
  const [method, target] = line.split(' ');
  return {
    method: method!,
    target: target!,
    headers: fields.flatMap((field) => /^([^:]+): (.*)$/.exec(field)!.slice(1)),
    body: end < 0 ? '' : bytesOf(text.slice(end + 2)),
  };
}

const bytesOf = (body: string): string | Buffer =>
  body.startsWith('␛') ? Buffer.from(body.slice(1), 'base64') : body;

/** What a forum sends for a post whose first line is its title. */
export function postings(post: string): Record<string, Sent> {
  const [title = '', ...rest] = post.split('\n');
  const body = rest.join('\n').trim();
  const fenced = body.includes('```') ? body : `Hello,\n\n\`\`\`\n${body}\n\`\`\`\n`;
  const json = (text: string): Sent => ({
    method: 'POST',
    target: '/api/posts',
    headers: ['Content-Type', 'application/json'],
    body: JSON.stringify({ post: { title, body: text, tags: ['help'] } }),
  });
  return {
    form: {
      method: 'POST',
      target: '/posts',
      headers: ['Content-Type', 'application/x-www-form-urlencoded'],
      body: new URLSearchParams({ title, body: body.replaceAll('\n', '\r\n'), draft: '0' }).toString(),
    },
    json: json(body),
    fenced: json(fenced),
  };
}
