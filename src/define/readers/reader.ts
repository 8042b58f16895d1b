import type { Document } from './document.ts';
import type { Draft } from './draft.ts';

/** One document to read, and what is known about it from beside it. */
export interface Source {
  readonly document: Document;
  /** The name of the stack (or API) it makes, unless the document names itself. */
  readonly name: string;
  /** The folder it lies in, absolute: what relative paths in it mean. */
  readonly folder: string;
  /** Where the assets of a cloud assembly lie: hash → absolute path. */
  readonly assets: ReadonlyMap<string, string>;
  /** The account and Region the assembly was made for; null where it leaves them open. */
  readonly accountId: string | null;
  readonly region: string | null;
  /** Values for its parameters. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** A format that definitions are written in. */
export interface Reader {
  /** What the format is called in messages: `a CloudFormation template`. */
  readonly name: string;
  /** Tells the format by what the document says, never by its file's name. */
  recognises(value: unknown): boolean;
  /** Names of the parameters that a document of the format takes. */
  parameters?(value: unknown): readonly string[];
  /** Reads all sources of the format together: they may refer to one another. */
  read(sources: readonly Source[], draft: Draft): void;
}
