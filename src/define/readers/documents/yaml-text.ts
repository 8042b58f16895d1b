import type { Document, LineCounter, Node } from 'yaml';
import { onDemand } from '../../../base/on-demand.ts';
import type { Parsed, Problem } from './parsed.ts';
import { reserved, type Spot, tooDeep } from './spot.ts';

const yaml = onDemand<typeof import('yaml')>('yaml');

/**
 * Reads YAML 1.2. CloudFormation's short tags become their long form (`!Sub` → `Fn::Sub`), merge keys (`<<`)
 * are followed, and plain scalars that a number would change (`012345678901`, `1.10`) stay text.
 */
export function readYaml(text: string): Parsed {
  const lines = new (yaml().LineCounter)();
  const documents = yaml().parseAllDocuments(text, {
    lineCounter: lines,
    uniqueKeys: false,
    merge: true,
    logLevel: 'silent',
  });
  const nothing: Parsed = { value: null, spot: { line: 1, parts: null }, problems: [] };
  if (!Array.isArray(documents) || documents.length === 0)
    return { ...nothing, problems: [problem('document.syntax', 'nothing is written in it', 1, [])] };
  const [document] = documents;
  if (document!.errors.some((e) => TOO_DEEP.test(e.message)))
    return { ...nothing, problems: [problem('document.syntax', tooDeep, 1, [])] };
  const problems = document!.errors.map((e) => {
    const { line, col } = lines.linePos(e.pos[0]);
    const said = e.message.split('\n')[0]!.replace(/ at line \d+.*$/, '');
    return problem('document.syntax', `not valid YAML: ${said} at line ${line}, column ${col}`, line, []);
  });
  if (documents.length > 1)
    problems.push(
      problem(
        'document.syntax',
        'holds more than one document (---): write each in a file of its own',
        1,
        [],
      ),
    );
  if (problems.length > 0) return { ...nothing, problems };
  const walk = new Walk(document!, lines, problems);
  const { value, spot } = walk.read(document!.contents, []);
  return { value, spot, problems };
}

/** What the parser says where the text goes deeper than the stack. */
const TOO_DEEP = /call stack|stack overflow/i;

const problem = (code: Problem['code'], message: string, line: number, path: Problem['path']): Problem => ({
  code,
  message,
  line,
  path,
});

interface Read {
  readonly value: unknown;
  readonly spot: Spot;
}
type Keys = (string | number)[];

/** Far more than a person writes; an alias bomb is past it at once. */
const MOST_NODES = 500_000;
const DEEPEST = 200;

class Walk {
  readonly #document: Document;
  readonly #lines: LineCounter;
  readonly #problems: Problem[];
  #nodes = 0;
  #endless = false;

  constructor(document: Document, lines: LineCounter, problems: Problem[]) {
    this.#document = document;
    this.#lines = lines;
    this.#problems = problems;
  }

  read(node: unknown, path: Keys, keyLine = 0): Read {
    const from = (node as Node | null)?.range?.[0];
    const line = keyLine > 0 ? keyLine : from === undefined ? 1 : this.#lines.linePos(from).line;
    if (++this.#nodes > MOST_NODES || path.length > DEEPEST) {
      if (!this.#endless)
        this.#problems.push(
          problem(
            'document.syntax',
            `goes deeper than ${DEEPEST} levels, or its aliases unfold without end`,
            line,
            [],
          ),
        );
      this.#endless = true;
      return { value: null, spot: { line, parts: null } };
    }
    const tag = (node as Node | null)?.tag;
    const long = typeof tag === 'string' && tag.startsWith('!') ? longForm(tag) : '';
    if (long === '') return this.#plain(node, path, line);
    if (long === null) {
      const message = `${tag} is no tag that CloudFormation has; it has ${[...TAGS].map((t) => `!${t}`).join(', ')}`;
      this.#problems.push(problem('document.tag', message, line, path));
      return this.#plain(node, path, line);
    }
    const inner = this.#plain(node, [...path, long], line);
    const value = long === 'Fn::GetAtt' ? dotted(inner.value) : inner.value;
    return { value: { [long]: value }, spot: { line, parts: new Map([[long, inner.spot]]) } };
  }

  #plain(node: unknown, path: Keys, line: number): Read {
    if (yaml().isMap(node)) return this.#map(node.items, path, line);
    if (yaml().isSeq(node)) {
      const items = node.items.map((item, i) => this.read(item, [...path, i]));
      const parts = new Map<string | number, Spot>(items.map((item, i) => [i, item.spot]));
      return { value: items.map((item) => item.value), spot: { line, parts } };
    }
    if (yaml().isAlias(node)) return this.read(node.resolve(this.#document), path, line);
    const value = yaml().isScalar(node) ? faithful(node.value, node.source) : null;
    return { value, spot: { line, parts: null } };
  }

  #map(items: readonly { key: unknown; value: unknown }[], path: Keys, line: number): Read {
    const entries = new Map<string, unknown>();
    const merged = new Map<string, unknown>();
    const parts = new Map<string | number, Spot>();
    for (const { key, value } of items) {
      const range = (key as Node | null)?.range;
      const keyLine = range ? this.#lines.linePos(range[0]).line : line;
      const name = yaml().isScalar(key) ? (key.source ?? String(key.value)) : String(key);
      if (name === '<<') {
        for (const [k, v, spot] of this.#merge(value, path)) {
          if (!merged.has(k)) merged.set(k, v);
          if (!parts.has(k)) parts.set(k, spot);
        }
        continue;
      }
      if (name === '__proto__') this.#problems.push(problem('document.syntax', reserved, keyLine, path));
      if (entries.has(name)) {
        const first = parts.get(name)!.line;
        const message = `${name} is written twice, on line ${first} and on line ${keyLine}: keep one of them`;
        this.#problems.push(problem('document.duplicate-key', message, keyLine, [...path, name]));
      }
      const read = this.read(value, [...path, name], keyLine);
      entries.set(name, read.value);
      parts.set(name, read.spot);
    }
    for (const [k, v] of merged) if (!entries.has(k)) entries.set(k, v);
    return { value: Object.fromEntries(entries), spot: { line, parts } };
  }

  #merge(value: unknown, path: Keys): [string, unknown, Spot][] {
    const { value: read, spot } = this.read(value, path);
    const sources: [unknown, Spot | undefined][] = Array.isArray(read)
      ? read.map((r, i) => [r, spot.parts?.get(i)])
      : [[read, spot]];
    return sources.flatMap(([source, at]) =>
      source !== null && typeof source === 'object'
        ? Object.entries(source).map(([k, v]): [string, unknown, Spot] => [k, v, at?.parts?.get(k) ?? spot])
        : [],
    );
  }
}

// AWS CloudFormation User Guide, "Intrinsic function reference": the short forms.
const TAGS = new Set(
  'And Base64 Cidr Condition Equals FindInMap GetAtt GetAZs If ImportValue Join Not Or Ref Select Split Sub Transform'.split(
    ' ',
  ),
);

/** '' for YAML's own tags (`!!str`), null for one that nobody knows. */
function longForm(tag: string): string | null {
  if (tag.startsWith('!!') || tag === '!') return '';
  const name = tag.slice(1);
  if (!TAGS.has(name)) return null;
  return name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`;
}

/** `Acl.Arn` → `['Acl', 'Arn']`; attributes may hold more dots. */
function dotted(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const dot = value.indexOf('.');
  return dot < 0 ? value : [value.slice(0, dot), value.slice(dot + 1)];
}

/** Account ids and version numbers must not lose their zeros. */
function faithful(value: unknown, source: string | undefined): unknown {
  if (typeof value === 'bigint') return source ?? String(value);
  if (typeof value === 'number' && source !== undefined && String(value) !== source) return source;
  return value;
}
