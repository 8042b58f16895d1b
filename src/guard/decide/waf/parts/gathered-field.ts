import type { z } from 'zod';
import type { Exchange } from '../../../../base/exchange.ts';
import { oversize } from '../../../../base/match-detail.ts';
import { type Field, field } from '../field.ts';
import { tooMany } from '../limits.ts';
import { chosenBy, Gathering, type Selection, selectionShape } from './selection.ts';

/** A field of many things with names, each looked at by itself: headers, cookies. */
export interface GatheredField {
  readonly name: 'Headers' | 'Cookies';
  /** The shape of one of their names. */
  readonly named: z.ZodString;
  readonly about: string;
  /** Names that are the same when folded are the same. */
  fold(name: string): string;
  /** Hands over name after name, with its value, until `add` says false. */
  each(x: Exchange, add: (name: string, value: string) => boolean): void;
}

/** Makes such a field. */
export function gatheredField({ name, named, about, fold, each }: GatheredField): Field<Selection> {
  const bit = name === 'Headers' ? oversize.headers : oversize.cookies;
  const gatherer = (settings: Selection): ((x: Exchange) => Gathering) => {
    const chosen = chosenBy(settings.MatchPattern, name, fold);
    return (x) => {
      const found = new Gathering(settings, chosen);
      each(x, (of, value) => found.add(of, value));
      return found;
    };
  };
  return field({
    name,
    shape: selectionShape(name, named, about),
    compile(settings) {
      const gather = gatherer(settings);
      return (x) => {
        const found = gather(x);
        if (found.oversize) x.oversize |= bit;
        return found.value;
      };
    },
    names(settings) {
      const gather = gatherer(settings);
      return (x) => gather(x).names;
    },
    flaw(settings) {
      const gather = gatherer(settings);
      return (x) => (gather(x).oversize ? tooMany : '');
    },
  });
}
