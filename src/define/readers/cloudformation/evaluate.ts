import { error, type Note, warning } from '../../../base/note.ts';
import type { Origin } from '../../../base/origin.ts';
import { type Document, type Path, pathText } from '../document.ts';
import { shaped } from '../shaped.ts';
import { nearest } from '../shapes/nearest.ts';
import { type Intrinsic, NO_VALUE, type Scope, UNRESOLVED } from './intrinsic.ts';
import intrinsicKinds from './intrinsics/index.ts';

/** Says what is wrong at the place that is being evaluated. */
export type Fail = (code: string, message: string) => typeof UNRESOLVED;

/** What a stack knows by name. */
export interface Names {
  readonly region: string;
  ref(name: string, fail: Fail): unknown;
  attribute(logicalId: string, attribute: string, fail: Fail): unknown;
  condition(name: string, fail: Fail): boolean | typeof UNRESOLVED;
  mapping(map: string, first: string, second: string, fail: Fail): unknown;
  imported(name: string, fail: Fail, origin: Origin): unknown;
}

/** A value of a template without its intrinsic functions. */
export interface Evaluated {
  /** Plain data, `UNRESOLVED` or `NO_VALUE`; what could not be resolved inside it is undefined. */
  readonly value: unknown;
  readonly unresolved: readonly Path[];
}

/** Every intrinsic function by its long name. */
export const intrinsics: ReadonlyMap<string, Intrinsic<never>> = new Map(
  (intrinsicKinds as unknown as readonly Intrinsic<never>[]).map((kind) => [kind.name, kind]),
);

/** The one key of an object that may be a call of an intrinsic function; null when it is none. */
export function calledBy(value: object): string | null {
  const keys = Object.keys(value);
  const [key] = keys;
  if (keys.length !== 1 || key === undefined) return null;
  return key === 'Ref' || key === 'Condition' || key.startsWith('Fn::') ? key : null;
}

/** Replaces every intrinsic function in a value by what it gives. */
export function evaluate(
  value: unknown,
  path: Path,
  names: Names,
  document: Document,
  note: (note: Note) => void,
  where: 'conditions' | 'elsewhere' = 'elsewhere',
): Evaluated {
  const evaluation = new Evaluation(names, document, note, where);
  return { value: evaluation.value(value, path), unresolved: evaluation.unresolved };
}

/** `{{resolve:ssm:…}}`, `{{resolve:secretsmanager:…}}` ("Dynamic references"). */
const DYNAMIC = /\{\{resolve:[a-z-]+:/;

class Evaluation {
  readonly unresolved: Path[] = [];
  readonly #names: Names;
  readonly #document: Document;
  readonly #note: (note: Note) => void;
  readonly #where: 'conditions' | 'elsewhere';

  constructor(
    names: Names,
    document: Document,
    note: (note: Note) => void,
    where: 'conditions' | 'elsewhere',
  ) {
    this.#names = names;
    this.#document = document;
    this.#note = note;
    this.#where = where;
  }

  value(value: unknown, path: Path): unknown {
    if (typeof value === 'string' && DYNAMIC.test(value)) {
      const message = 'a dynamic reference is looked up in AWS, and stays here as it is written';
      this.#note(warning('reference.dynamic', message, this.#document.origin(path)));
    }
    if (value === null || typeof value !== 'object') return value;
    if (Array.isArray(value)) return this.#list(value, path);
    const name = calledBy(value);
    // A policy may hold a mapping with the one key Condition; a call names the condition.
    const plain = name === 'Condition' && this.#where !== 'conditions';
    if (name !== null && !plain)
      return this.#call(name, (value as Record<string, unknown>)[name], [...path, name]);
    const entries: [string, unknown][] = [];
    for (const [key, part] of Object.entries(value)) {
      const inner = this.value(part, [...path, key]);
      if (inner !== NO_VALUE) entries.push([key, this.#kept(inner, [...path, key])]);
    }
    return Object.fromEntries(entries);
  }

  #list(list: readonly unknown[], path: Path): unknown[] {
    const items = list.map((item, i) => this.#kept(this.value(item, [...path, i]), [...path, i]));
    return items.filter((item) => item !== NO_VALUE);
  }

  #kept(value: unknown, path: Path): unknown {
    if (value !== UNRESOLVED) return value;
    this.unresolved.push(path);
    return undefined;
  }

  #call(name: string, args: unknown, path: Path): unknown {
    const kind = intrinsics.get(name);
    const fail = this.#fail(path);
    if (kind === undefined) {
      const near = nearest(name, [...intrinsics.keys()]);
      const other =
        near === null ? `there are ${[...intrinsics.keys()].join(', ')}` : `did you mean ${near}?`;
      return fail('intrinsic.unknown', `${name} is no intrinsic function that is read here; ${other}`);
    }
    if (kind.conditionsOnly === true && this.#where !== 'conditions')
      return fail(
        'intrinsic.misplaced',
        `${name} may only stand in the Conditions section: name a condition in Fn::If`,
      );
    const before = this.unresolved.length;
    const given = kind.lazy === true ? args : this.value(args, path);
    if (this.unresolved.length > before || given === UNRESOLVED) {
      this.unresolved.length = before;
      return UNRESOLVED;
    }
    if (given === NO_VALUE)
      return fail('intrinsic.no-value', `${name} is given AWS::NoValue, which leaves it nothing to work on`);
    const { value, notes } = shaped(kind.shape, given, {
      file: this.#document.file,
      path,
      lineOf: this.#document.lineOf,
    });
    for (const note of notes) this.#note(note);
    return notes.length > 0 ? UNRESOLVED : kind.resolve(value as never, this.#scope(path, fail));
  }

  #fail(path: Path): Fail {
    return (code, message) => {
      this.#note(error(code, message, this.#document.origin(path)));
      return UNRESOLVED;
    };
  }

  #scope(path: Path, fail: Fail): Scope {
    const names = this.#names;
    return {
      region: names.region,
      ref: (name) => names.ref(name, fail),
      attribute: (logicalId, attribute) => names.attribute(logicalId, attribute, fail),
      condition: (name) => names.condition(name, fail),
      mapping: (map, first, second) => names.mapping(map, first, second, fail),
      imported: (name) => names.imported(name, fail, this.#document.origin(path)),
      resolve: (value, ...inner) => this.value(value, [...path, ...inner]),
      fail,
      assumed: (code, message) =>
        this.#note({
          level: 'info',
          code,
          message,
          origin: { file: this.#document.file, line: this.#document.lineOf(path), path: pathText([]) },
        }),
    };
  }
}
