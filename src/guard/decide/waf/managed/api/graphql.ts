import { z } from 'zod';
import {
  type GraphqlExcess,
  type GraphqlFindings,
  usualLimits,
  weighGraphql,
} from '../../detect/graphql/graphql.ts';
import { guesses } from '../../detect/graphql/guesses.ts';
import { BRACE } from '../../inspect/characters.ts';
import { inspectionOf, isBody, type Piece } from '../../inspect/inspect.ts';
import type { Test, WafGiven } from '../../statement.ts';
import type { ManagedRule } from '../managed-group.ts';
import { blocks, counts } from './api-rule.ts';
import { sees } from './sees.ts';

const limit = (most: number, usual: number, about: string) =>
  z.int().min(1).max(most).default(usual).describe(about);

/** How much a GraphQL request may ask for. */
export const graphqlShape = z
  .strictObject({
    Depth: limit(1_000, usualLimits.depth, 'Fields within one another, fragments put in.'),
    Aliases: limit(10_000, usualLimits.aliases, 'Aliases in a document.'),
    Batch: limit(1_000, usualLimits.batch, 'Documents in a request, and operations in a document.'),
    Directives: limit(10_000, usualLimits.directives, 'Directives in a document.'),
    Duplicates: limit(10_000, usualLimits.duplicates, 'Fields and spreads that repeat one beside them.'),
    Fields: limit(1_000_000, usualLimits.fields, 'Fields in a document, fragments put in.'),
    Variables: limit(10_000, usualLimits.variables, 'Variables of an operation.'),
  })
  .prefault({})
  .describe('How much a GraphQL request may ask for.');

const NONE: GraphqlFindings = new Map();

/** A text that is read as a GraphQL document. */
interface Document {
  readonly place: 'query' | 'body';
  readonly piece: Piece;
}
const NO_DOCUMENTS: readonly Document[] = Object.freeze([]);

/** What a document of an excess does, for a trace. */
const excesses = (limits: z.output<typeof graphqlShape>): Readonly<Record<GraphqlExcess, string>> => ({
  introspection: 'asks for the schema',
  depth: `has more than ${limits.Depth} fields within one another`,
  aliases: `has more than ${limits.Aliases} aliases`,
  batching: `is one of more than ${limits.Batch}`,
  directives: `has more than ${limits.Directives} directives`,
  duplication: `repeats more than ${limits.Duplicates} fields`,
  circular: 'has a fragment that comes back to itself',
  variables: `has an operation of more than ${limits.Variables} variables`,
  guessing: 'guesses a secret by a pattern or a range',
  complexity: `has more than ${limits.Fields} fields with all fragments put in`,
});

/** Where clients put documents: the argument, the field or the member `query`; a body that is nothing else. */
function isDocument({ where, name, how, holds }: Piece): boolean {
  if ((holds & BRACE) === 0) return false;
  for (const step of how) if (step !== 'json') return false;
  if (where === 'text') return name === '';
  if (where.endsWith('-name') || where === 'json-key' || isBody(where)) return false;
  return name === 'query' || name.endsWith('/query');
}

/** A key of variables, which stand beside a document: `{"where": {"password": {"_regex": …}}}`. */
function isGuess({ where, name, text }: Piece): boolean {
  if (where !== 'json-key') return false;
  const end = name.length - text.length - 1;
  return guesses(name.slice(name.lastIndexOf('/', end - 1) + 1, end), text);
}

/** True for a request whose documents ask for too much of something, or are wrong in some way. */
const asksFor =
  (excess: GraphqlExcess, settings: z.output<typeof graphqlShape>) =>
  (given: WafGiven): Test => {
    const limits = {
      depth: settings.Depth,
      aliases: settings.Aliases,
      batch: settings.Batch,
      directives: settings.Directives,
      duplicates: settings.Duplicates,
      fields: settings.Fields,
      variables: settings.Variables,
    };
    const inspected = inspectionOf(given);
    const documents = given.kept('graphql documents', (x): readonly Document[] => {
      const inspection = inspected(x);
      let found: Document[] | null = null;
      for (const place of ['query', 'body'] as const) {
        if ((inspection.holds(place) & BRACE) === 0) continue;
        const pieces = inspection.pieces(place);
        for (let i = 0; i < pieces.length; i++)
          if (isDocument(pieces[i]!)) {
            found ??= [];
            found.push({ place, piece: pieces[i]! });
          }
      }
      return found ?? NO_DOCUMENTS;
    });
    const weighed = given.kept(`graphql ${JSON.stringify(limits)}`, (x): GraphqlFindings => {
      const found = documents(x);
      if (found.length === 0) return NONE;
      const weights = weighGraphql(
        found.map(({ piece }) => piece.text),
        limits,
      );
      if (weights.has('guessing')) return weights;
      const guess = inspected(x).pieces('body').find(isGuess);
      return guess === undefined
        ? weights
        : new Map(weights).set('guessing', `a variable that guesses a secret: ${guess.name.slice(-60)}`);
    });
    const none = `No GraphQL document is there that ${excesses(settings)[excess]}.`;
    return sees(given, 'GraphQL', none, (x) => {
      const what = weighed(x).get(excess);
      if (what === undefined) return null;
      const { place, piece } = documents(x)[0]!;
      return {
        location: place === 'body' ? 'BODY' : 'ALL_QUERY_ARGS',
        field: piece.name,
        family: 'graphql',
        text: piece.text,
        because: `has a GraphQL document with ${what}`,
      };
    });
  };

/** What GraphQL requests may ask for, within limits. */
export const graphqlRules = (limits: z.output<typeof graphqlShape>): ManagedRule[] => [
  counts(
    'GraphQLIntrospection',
    'Documents that ask for `__schema` or `__type`. Tools of developers do, too.',
    asksFor('introspection', limits),
  ),
  blocks(
    'GraphQLDepth',
    'Fields deeper in one another than `Depth`, with fragments put in; or two that lead to each other four times.',
    asksFor('depth', limits),
  ),
  blocks('GraphQLAliases', 'More aliases than `Aliases`.', asksFor('aliases', limits)),
  blocks('GraphQLBatching', 'More documents or operations than `Batch`.', asksFor('batching', limits)),
  blocks(
    'GraphQLDirectives',
    'More directives than `Directives`, or more than ten on one field.',
    asksFor('directives', limits),
  ),
  blocks(
    'GraphQLDuplication',
    'More fields that repeat one beside them than `Duplicates`.',
    asksFor('duplication', limits),
  ),
  blocks('GraphQLCircularFragments', 'A fragment that comes back to itself.', asksFor('circular', limits)),
  blocks(
    'GraphQLComplexity',
    'More fields than `Fields` once fragments are put in.',
    asksFor('complexity', limits),
  ),
  blocks(
    'GraphQLVariables',
    'More variables in an operation than `Variables`.',
    asksFor('variables', limits),
  ),
  blocks(
    'GraphQLSecretGuessing',
    'Filters that look for a password or a token otherwise than as a whole, in arguments and in variables: `password: {_regex: "^a"}`.',
    asksFor('guessing', limits),
  ),
];
