import { readDocument } from './document.ts';
import { measure } from './measure.ts';

/** How much a request may ask for. */
export interface GraphqlLimits {
  /** Fields within one another, fragments put in. */
  readonly depth: number;
  /** Aliases in one document. */
  readonly aliases: number;
  /** Documents in one request, and operations in one document. */
  readonly batch: number;
  /** Directives in one document. */
  readonly directives: number;
  /** Fields and spreads that repeat one beside them. */
  readonly duplicates: number;
  /** Fields, those of fragments counted wherever they are put in. */
  readonly fields: number;
  /** Variables of one operation. */
  readonly variables: number;
}

/** More than front ends ask for, and less than hurts a server. */
export const usualLimits: GraphqlLimits = Object.freeze({
  depth: 12,
  aliases: 30,
  batch: 10,
  directives: 50,
  duplicates: 20,
  fields: 2_000,
  variables: 250,
});

/** What a request asks for too much of, or what is wrong with it. */
export type GraphqlExcess =
  | 'depth'
  | 'aliases'
  | 'batching'
  | 'directives'
  | 'duplication'
  | 'complexity'
  | 'circular'
  | 'variables'
  | 'guessing'
  | 'introspection';

/** What the documents of one request ask for together. */
export type GraphqlFindings = ReadonlyMap<GraphqlExcess, string>;

// Tools ask for the type of a type of a type…: the query of graphql-js is 15 deep.
const introspectionDepth = 18;
const directivesAtOnce = 10;
// Authors of posts of authors of posts: nobody draws the seventh level.
const recursion = 3;
// Inline fragments nest without a field.
const bracesPerField = 3;

/**
 * Weighs the GraphQL documents of one request: each excess, with what shows it in a short phrase. Texts that are no
 * documents are passed over. Never throws; linear in their length.
 */
export function weighGraphql(texts: readonly string[], limits: GraphqlLimits = usualLimits): GraphqlFindings {
  const found = new Map<GraphqlExcess, string>();
  let documents = 0;
  for (const text of texts) {
    const document = readDocument(text);
    if (document === null) continue;
    documents++;
    const { depth, introspectionDepth: introspected, fields, circular, operations } = measure(document);
    const { aliases, directives, duplicates, nesting } = document;
    const over = (excess: GraphqlExcess, value: number, most: number, what: string): void => {
      if (value > most && !found.has(excess)) found.set(excess, `${value} ${what} where ${most} are allowed`);
    };
    over('depth', depth, limits.depth, 'fields within one another');
    over('depth', introspected, introspectionDepth, 'fields of an introspection within one another');
    over('depth', document.recursion, recursion, `times ${document.recursive.slice(0, 60)} within itself`);
    over('depth', nesting, limits.depth * bracesPerField, 'selections within one another');
    over('depth', document.valueDepth, limits.depth * bracesPerField, 'lists and objects within one another');
    over('aliases', aliases, limits.aliases, 'aliases');
    over('batching', operations, limits.batch, 'operations in a document');
    over('directives', directives, limits.directives, 'directives');
    over('directives', document.directivesAtOnce, directivesAtOnce, 'directives on one field');
    over('duplication', duplicates, limits.duplicates, 'fields that repeat one beside them');
    over('complexity', fields, limits.fields, 'fields with all fragments put in');
    over('variables', document.variables, limits.variables, 'variables of an operation');
    if (document.guessed !== '')
      found.set('guessing', `a filter that guesses a secret: ${document.guessed.slice(0, 60)}`);
    if (circular !== '')
      found.set('circular', `a fragment, ${circular.slice(0, 60)}, that comes back to itself`);
    if (document.introspects) found.set('introspection', '__schema or __type, which ask for the schema');
  }
  if (documents > limits.batch)
    found.set('batching', `${documents} documents in a request where ${limits.batch} are allowed`);
  return found;
}
