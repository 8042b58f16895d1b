import type { Finding } from '../../detect/finding.ts';
import type { Neighbours, Piece } from '../../inspect/inspect.ts';

/** MongoDB’s operators that change a document: these and no others stand beside one another. */
const updates: ReadonlySet<string> = new Set(
  (
    '$set $unset $inc $push $pull $pop $addToSet $rename $currentDate $setOnInsert $min $max $mul $bit $pullAll ' +
    '$pushAll $each $position $slice $sort'
  ).split(' '),
);
/** Those of them that tell what somebody is like, to who keeps count of visitors. */
const tells: ReadonlySet<string> = new Set(['$set', '$unset', '$push', '$rename']);
/** What such a service calls what it is told of whom. */
const holders = /\/(?:user|group|person|profile)_?[pP]roperties$/;

/** Those that name the fields which they change: of a number or a text MongoDB takes none, but the path of a field in a group. */
const ofFields: ReadonlySet<string> = new Set(
  '$set $setOnInsert $inc $push $pull $pop $addToSet $rename $currentDate'.split(' '),
);

const isForeign = (key: string): boolean => key.charCodeAt(0) === 36 && !updates.has(key);

/**
 * True for `$set` and its like where somebody’s properties are told to a service for analytics: Amplitude’s
 * `user_properties`, or beside `$token`, `$distinct_id` and `$add`, with which MongoDB takes it for no update; and where it
 * is given a number or a text, which changes nothing.
 */
export function isProperty({ what }: Finding, piece: Piece, near: Neighbours): boolean {
  const { where, name, text } = piece;
  if (where !== 'json-key' || what !== text) return false;
  if (ofFields.has(text)) {
    const value = near.behind(piece);
    if (value !== null && value.name === name && value.where !== 'json-key' && value.text[0] !== '$')
      return true;
  }
  if (!tells.has(text)) return false;
  return holders.test(name.slice(0, -1 - text.length)) || near.hasKeyBeside(piece, isForeign);
}
