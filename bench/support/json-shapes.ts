// JSON as clients of APIs send it, in shapes that differ in what inspecting them costs: how many values there are, and
// how long they are.
import { customer } from './customer.ts';
import { orders } from './waf-requests.ts';

/** A shape of JSON documents: its name, and one of about so many bytes. */
export interface JsonShape {
  readonly name: string;
  readonly of: (bytes: number) => string;
}

const words =
  'the tea arrived on a grey morning in March and nobody in the office had expected it so soon we opened the parcel carefully looked at the leaves and agreed that this year was better than the last one she wrote a short note to the growers thanked them for their patience and asked whether a second delivery could be arranged before the summer'.split(
    ' ',
  );

/** Sentences of so many characters. */
function prose(length: number): string {
  let text = '';
  for (let i = 0; text.length < length; i++) {
    text += words[(i * 7 + Math.floor(i / words.length)) % words.length];
    text += i % 12 === 11 ? '. ' : i % 7 === 6 ? ', ' : ' ';
  }
  return text.slice(0, length);
}

/** The longest document of at most so many bytes, of those that `make` gives for 1, 2, 3 … */
function longest(bytes: number, make: (size: number) => unknown): string {
  let low = 1;
  let high = bytes;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (Buffer.byteLength(JSON.stringify(make(middle))) <= bytes) low = middle;
    else high = middle - 1;
  }
  return JSON.stringify(make(low));
}

const times = (count: number, make: (i: number) => unknown): unknown[] =>
  Array.from({ length: count }, (_, i) => make(i));

export const jsonShapes: readonly JsonShape[] = [
  { name: 'orders (what bench/waf sends)', of: orders },
  {
    name: 'an article: one long text',
    of: (bytes) =>
      longest(bytes, (n) => ({ title: 'A second delivery', author: 'Jane Doe', body: prose(n) })),
  },
  {
    name: 'an article as HTML, of an editor',
    of: (bytes) =>
      longest(bytes, (n) => ({
        title: 'A second delivery',
        body: times(
          n,
          (i) => `<h2>Part ${i}</h2><p>${prose(160)}<em>soon</em> <a href="/parts/${i}">more</a></p>`,
        ).join('\n'),
      })),
  },
  {
    name: 'comments: texts of a sentence or two',
    of: (bytes) =>
      longest(bytes, (n) => ({
        comments: times(n, (i) => ({
          author: `anna${i}`,
          text: `I think it's a good idea, but we'd better ask Mr. O'Brien first (he's away until ${1 + (i % 28)} May) - don't you agree?`,
        })),
      })),
  },
  {
    name: 'customers: rows of fields of all kinds',
    of: (bytes) =>
      longest(bytes, (n) => ({
        rows: times(n, customer),
      })),
  },
  {
    name: 'a flat record of many short texts',
    of: (bytes) =>
      longest(bytes, (n) => Object.fromEntries(times(n, (i) => [`field_${i}`, `value ${i}`]) as never)),
  },
  {
    name: 'a line on a map: pairs of numbers',
    of: (bytes) =>
      longest(bytes, (n) => ({
        type: 'LineString',
        coordinates: times(n, (i) => [13.377704 + i / 1000, 52.516275 - i / 1000]),
      })),
  },
  {
    name: 'readings: a series of small numbers',
    of: (bytes) =>
      longest(bytes, (n) => ({ sensor: 'hall-2', readings: times(n, (i) => 18 + ((i * 7) % 9)) })),
  },
  {
    name: 'tags: many single words',
    of: (bytes) => longest(bytes, (n) => ({ tags: times(n, (i) => words[i % words.length]) })),
  },
  {
    name: 'a picture in base64',
    of: (bytes) =>
      longest(bytes, (n) => ({
        name: 'picture.jpg',
        content: Buffer.from(times(n, (i) => (i * 7919 + ((i * i) >> 3)) & 255) as number[]).toString(
          'base64',
        ),
      })),
  },
];
