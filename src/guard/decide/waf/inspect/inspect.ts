/**
 * What managed rules ask of a request: whether a value, as the application would see it, shows an attack.
 *
 * A rule says which places it looks at and what it looks for, and gets its test:
 *
 *     compile: (given) => finds(given, { places: ['query'], families: ['sqli'] })
 *     compile: (given) => finds(given, { places: ['header', 'cookie'], families: ['shell'], sensitivity: 'HIGH' })
 *     compile: (given) =>
 *       finds(given, {
 *         places: ['query'],
 *         families: ['redirect'],
 *         of: (piece) => targets.has(piece.name.toLowerCase()), // which texts are shown to the detector
 *         counts: (finding) => finding.what !== 'another site', // which of its findings count
 *       })
 *
 * What no detector knows (a list of paths, a user agent) it asks of every text itself:
 *
 *     compile: (given) => holds(given, { places: ['path'], asked: 'is the path of an installer', test: (piece) => … })
 *
 * Places are AWS’s components: `query` is QUERYARGUMENTS and QUERYSTRING (names and values), `body` BODY, `cookie`
 * COOKIE, `path` URIPATH and `header` HEADER without `Cookie` (a rule of HEADER that has no sister for COOKIE names
 * both). Each place is read once for a request and each text shown to each detector once, however many rules ask;
 * what was read is gone when the web ACL has decided. Texts are decoded until nothing changes, within bounds; a piece
 * has `how` it was decoded. Nothing here throws: what cannot be read is looked at as it is, and remarked on in
 * `x.unread`.
 */
import { attackName } from '../../../../base/attack-families.ts';
import type { Exchange } from '../../../../base/exchange.ts';
import type { Looked, Said } from '../../../../base/trace.ts';
import { traced } from '../../../../base/traced.ts';
import { type Finding, threshold } from '../detect/finding.ts';
import { around, short } from '../lens/question.ts';
import type { Test, Told, WafGiven } from '../statement.ts';
import { piecesOf } from '../told/told.ts';
import { shows, understood } from '../told/understood.ts';
import { aboutOf } from './head-read.ts';
import { Inspection, type Sighting, type Wanted } from './inspection.ts';
import type { Piece } from './piece.ts';
import type { Neighbours } from './place-read.ts';
import { type Place, placeName, places } from './places.ts';
import { type Sought, searches } from './searches.ts';

export type { Sighting } from './inspection.ts';
export { Inspection } from './inspection.ts';
export { isBody, type Piece } from './piece.ts';
export type { Neighbours } from './place-read.ts';
export type { Place } from './places.ts';
export type { Sought } from './searches.ts';

/** What a rule looks for, and where. */
export interface Question {
  readonly places: readonly Place[];
  readonly families: readonly Sought[];
  /** LOW: findings of 50 and more count; HIGH: of 30 and more. LOW when absent. */
  readonly sensitivity?: 'LOW' | 'HIGH';
  /** Which texts are looked at; absent: all. */
  of?(piece: Piece): boolean;
  /** Which findings count; absent: all. */
  counts?(finding: Finding, piece: Piece, near: Neighbours): boolean;
}

/** The inspection of the request at hand, shared by all rules of the web ACL. */
export function inspectionOf(given: WafGiven): (x: Exchange) => Inspection {
  const { bodyBytes } = given;
  return given.kept('inspection', (x) => new Inspection(x, bodyBytes));
}

/** The test of a rule that looks for attacks: true when a text of one of its places shows one of its families. */
export function finds(given: WafGiven, question: Question): Test {
  const { families, sensitivity = 'LOW', of, counts } = question;
  const wanted: Wanted = { least: threshold[sensitivity], of, counts };
  const numbers = question.places.map((place) => places.indexOf(place));
  const sought = families.map((family) => searches.get(family)!);
  const bits = sought.reduce((sum, { number }) => sum | (1 << number), 0);
  const inspected = inspectionOf(given);
  const find = (x: Exchange): Sighting | null => {
    const inspection = inspected(x);
    for (let i = 0; i < numbers.length; i++) {
      if ((inspection.clean[numbers[i]!]! & bits) === bits) continue;
      for (let j = 0; j < sought.length; j++) {
        const sighting = inspection.find(numbers[i]!, sought[j]!, wanted);
        if (sighting !== null) return sighting;
      }
    }
    return null;
  };
  const test: Test = (x) => {
    const { clean } = inspected(x);
    for (let i = 0; i < numbers.length; i++)
      if ((clean[numbers[i]!]! & bits) !== bits) return find(x) !== null;
    return false;
  };
  given.tells((x) => {
    const found = find(x);
    return found === null ? null : toldOf(found.place, found.piece, found.finding, sensitivity);
  });
  return traced(given.tracing, 'inspection', families.join(', '), '', test, (x) =>
    said(find(x), inspected(x), question),
  );
}

/** What a rule asks of each text of a place by itself. */
export interface Asked {
  readonly places: readonly Place[];
  /** As it follows the name of a text: `is the path of an installer`. */
  readonly asked: string;
  /**
   * Of the classes of characters, those of which a text must hold one; absent: any text may pass. A raw body does not.
   */
  readonly needs?: number;
  test(piece: Piece): boolean;
}

/** The test of a rule with a question of its own: true when a text of one of its places passes. */
export function holds(given: WafGiven, question: Asked): Test {
  const { places: at, asked, needs = 0 } = question;
  const inspected = inspectionOf(given);
  const find = (x: Exchange, place: Place): Piece | null => {
    const inspection = inspected(x);
    if (needs !== 0 && (inspection.holds(place) & needs) === 0) return null;
    const pieces = inspection.pieces(place);
    for (let j = 0; j < pieces.length; j++) {
      const piece = pieces[j]!;
      if (needs !== 0 && (piece.holds & needs) === 0) continue;
      if (question.test(piece)) return piece;
    }
    return null;
  };
  const first = (x: Exchange): readonly [Place, Piece] | null => {
    for (let i = 0; i < at.length; i++) {
      const piece = find(x, at[i]!);
      if (piece !== null) return [at[i]!, piece];
    }
    return null;
  };
  const any = (x: Exchange): boolean => first(x) !== null;
  const about = aboutOf(at);
  const test: Test = about === null ? any : (x) => inspected(x).once(about, question, any);
  given.tells((x) => {
    const found = first(x);
    return found === null ? null : toldOf(found[0], found[1], null, 'LOW');
  });
  return traced(given.tracing, 'inspection', at.join(', '), '', test, (x) => {
    const found = first(x);
    if (found === null) {
      const texts = countOf(inspected(x), at);
      const because = texts === 0 ? nothingIn(at) : `No text of ${inWords(at, 'or')} ${asked}.`;
      return { looked: { places: at.join(', '), texts }, outcome: 'no match', because };
    }
    const [place, piece] = found;
    const looked: Looked = { ...whereOf(place, piece, inspected(x)), value: short(piece.text) };
    return { looked, outcome: 'match', because: `It ${asked}.` };
  });
}

/** The components in the words of AWS WAF’s log. */
const locations: Readonly<Record<Place, string>> = {
  body: 'BODY',
  cookie: 'COOKIE',
  header: 'HEADER',
  path: 'URI',
  query: 'ALL_QUERY_ARGS',
};

function toldOf(
  place: Place,
  { name, text }: Piece,
  finding: Finding | null,
  sensitivity: 'LOW' | 'HIGH',
): Told {
  const family = finding?.family ?? '';
  const sql = family === 'sqli';
  return {
    condition: sql ? 'SQL_INJECTION' : family === 'xss' ? 'XSS' : 'ATTACK',
    sensitivity: sql ? sensitivity : '',
    location: locations[place],
    field: name,
    family,
    data: piecesOf(text, finding === null ? null : [finding.from, finding.to]),
  };
}

/** Where a text stood; of one that was decoded, what had been received and what was undone. */
function whereOf(place: Place, { where, name, how, text }: Piece, inspection: Inspection): Looked {
  const named: Looked = {
    place,
    ...(where === place ? {} : { where }),
    ...(name === '' ? {} : { name: short(name) }),
  };
  if (how.length === 0) return named;
  const pieces = inspection.pieces(place);
  const at = pieces.findIndex((piece) => piece.text === text && piece.name === name && piece.how === how);
  const received = pieces.slice(0, at).findLast((piece) => piece.how.length === 0);
  return {
    ...named,
    ...(received === undefined ? {} : { received: short(received.text) }),
    undone: how.join(', '),
  };
}

const countOf = (inspection: Inspection, at: readonly Place[]): number =>
  at.reduce((sum, place) => sum + inspection.pieces(place).length, 0);

const inWords = (at: readonly Place[], word: string): string =>
  listed(
    at.map((place) => placeName[place]),
    word,
  );

const nothingIn = (at: readonly Place[]): string => `There is nothing to look at in ${inWords(at, 'or')}.`;

const listed = (parts: readonly string[], word: string): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} ${word} ${parts.at(-1)}`;

function said(sighting: Sighting | null, inspection: Inspection, { places: at, families }: Question): Said {
  if (sighting === null) {
    const texts = countOf(inspection, at);
    const attacks = listed(families.map(attackName), 'or');
    const shown = texts === 1 ? 'text shows' : 'texts show';
    const because =
      texts === 0 ? nothingIn(at) : `${texts} ${shown} no ${attacks}; looked at ${inWords(at, 'and')}.`;
    return { looked: { places: at.join(', '), texts }, outcome: 'no match', because };
  }
  const { place, piece, finding } = sighting;
  return {
    looked: {
      ...whereOf(place, piece, inspection),
      value: short(piece.text),
      match: around(piece.text, [finding.from, finding.to]),
      ...understood(finding),
    },
    outcome: 'match',
    because: `${subjectOf(place, piece)} ${shows(finding)}.`,
  };
}

/** `The argument id`, `The header X-Api-Version`, `The path`. */
function subjectOf(place: Place, { where, name }: Piece): string {
  if (name === '') return `T${placeName[place].slice(1)}`;
  const kind = kinds[where] ?? (where.endsWith('-name') ? 'name' : '');
  return kind === '' ? `In ${placeName[place]}, ${short(name)}` : `The ${kind} ${short(name)}`;
}

const kinds: Readonly<Record<string, string>> = {
  query: 'argument',
  cookie: 'cookie',
  header: 'header',
  json: 'JSON value',
  'json-key': 'JSON key',
  'json-literal': 'JSON value',
  form: 'form field',
  multipart: 'form field',
  file: 'file',
  xml: 'XML element',
  'xml-attribute': 'XML attribute',
  'xml-name': 'XML name',
  'part-header': 'header of a part',
};
