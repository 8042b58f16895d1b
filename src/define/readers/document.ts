import { error, type Note } from '../../base/note.ts';
import type { Origin } from '../../base/origin.ts';
import { readJson } from './documents/json-text.ts';
import type { Parsed } from './documents/parsed.ts';
import { lineAt, type Path, pathText } from './documents/spot.ts';
import { readYaml } from './documents/yaml-text.ts';

export { type Path, pathText } from './documents/spot.ts';

/** A source as it was written: its value as plain data, and the line of every part of it. */
export interface Document {
  readonly file: string;
  /** Null when the text could not be read at all; CloudFormation's short tags stand in their long form. */
  readonly value: unknown;
  readonly notes: readonly Note[];
  /** The line, from 1, of what stands at a path; of its nearest ancestor when nothing stands there. */
  lineOf(path: Path): number;
  /** The origin that notes and elements carry. */
  origin(path: Path): Origin;
}

/** Reads JSON or YAML 1.2 (with CloudFormation's tags). What is wrong becomes notes: syntax, duplicate keys, unknown tags. */
export function parseDocument(text: string, file: string): Document {
  const bare = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  const { value, spot, problems } = parse(bare, file);
  const lineOf = (path: Path): number => lineAt(spot, path);
  return {
    file,
    value,
    notes: problems.map((p) => error(p.code, p.message, { file, line: p.line, path: pathText(p.path) })),
    lineOf,
    origin: (path) => ({ file, line: lineOf(path), path: pathText(path) }),
  };
}

/** A part of a document as a document of its own, with the value that was made of it; `origin` says where parts of it stand. */
export const partDocument = (value: unknown, origin: (path: Path) => Origin): Document => ({
  file: origin([]).file,
  value,
  notes: [],
  lineOf: (path) => origin(path).line,
  origin,
});

/** Text that begins like JSON may still be YAML in flow style: it is, if it reads as YAML without a fault. */
function parse(text: string, file: string): Parsed {
  if (!/^\s*[{[]/.test(text)) return readYaml(text);
  const json = readJson(text);
  if (json.value !== null || /\.json$/i.test(file)) return json;
  const yaml = readYaml(text);
  return yaml.problems.some((p) => p.code === 'document.syntax') ? json : yaml;
}
