import type { Method } from './method.ts';
import { isHost, type Run } from './run.ts';
import { stringMethods } from './string-methods.ts';
import { equal, type Fields, fieldOf, isFields, newFields, numberOf, setField, textOf } from './values.ts';

/** Calls what Java has for a value of its kind; null for what it has not, as in Velocity. */
export function callMethod(value: unknown, name: string, args: readonly unknown[], run: Run): unknown {
  run.work();
  if (isHost(value)) return value.method(name, args, run);
  if (typeof value === 'string') return own(stringMethods, name)?.(value, args, run) ?? null;
  if (Array.isArray(value)) return own(listMethods, name)?.(value, args, run) ?? null;
  if (isFields(value)) return own(mapMethods, name)?.(value, args, run) ?? null;
  return own(scalarMethods, name)?.(value, args, run) ?? null;
}

const own = <T>(methods: Readonly<Record<string, Method<T>>>, name: string): Method<T> | undefined =>
  Object.hasOwn(methods, name) ? methods[name] : undefined;

/** Whole numbers written in decimal; what else there is, is nothing. */
const whole = (value: unknown): number | null => {
  const found = numberOf(typeof value === 'string' ? value.trim() : value);
  return found === null ? null : Math.trunc(found);
};

const scalarMethods: Readonly<Record<string, Method<unknown>>> = {
  toString: (self: unknown) => String(self),
  equals: (self, [other]) => typeof self === typeof other && self === other,
  compareTo: (self, [other]) =>
    typeof self === 'number' && typeof other === 'number' ? Math.sign(self - other) : null,
  intValue: (self) => whole(self),
  longValue: (self) => whole(self),
  doubleValue: (self) => numberOf(self),
  // `#set($Integer = 0)` and `$Integer.parseInt($x)`: static methods, called on any number.
  parseInt: (_, [text]) => whole(text),
  parseLong: (_, [text]) => whole(text),
  parseDouble: (_, [text]) => numberOf(text),
  valueOf: (_: unknown, [text]: readonly unknown[]) => numberOf(text),
  booleanValue: (self) => self === true,
};

const inRange = (list: readonly unknown[], at: unknown): number | null =>
  typeof at === 'number' && Number.isInteger(at) && at >= 0 && at < list.length ? at : null;

const listMethods: Readonly<Record<string, Method<unknown[]>>> = {
  size: (self) => self.length,
  isEmpty: (self) => self.length === 0,
  get: (self, [at]) => self[inRange(self, at) ?? -1] ?? null,
  set: (self, [at, value]) => {
    const place = inRange(self, at);
    if (place === null) return null;
    const before = self[place];
    self[place] = value;
    return before;
  },
  add: (self, args, run) => {
    run.work();
    if (args.length < 2) self.push(args[0] ?? null);
    else self.splice(numberOf(args[0]) ?? self.length, 0, args[1]);
    return true;
  },
  addAll: (self, [more], run) => {
    if (!Array.isArray(more)) return false;
    run.work(more.length);
    for (const item of more.slice()) self.push(item);
    return true;
  },
  remove: (self, [at], run) => {
    run.work(1 + (self.length >>> 7));
    const place = inRange(self, at);
    return place === null ? null : self.splice(place, 1)[0];
  },
  contains: (self, [item], run) => {
    run.work(self.length);
    return self.some((one) => equal(one, item, run));
  },
  indexOf: (self, [item], run) => {
    run.work(self.length);
    return self.findIndex((one) => equal(one, item, run));
  },
  subList: (self, [from, to], run) => {
    run.work(1 + (self.length >>> 7));
    return self.slice(numberOf(from) ?? 0, numberOf(to) ?? self.length);
  },
  toString: (self: unknown, _: unknown, run: Run) => textOf(self, run),
};

const mapMethods: Readonly<Record<string, Method<Fields>>> = {
  size: (self) => Object.keys(self).length,
  isEmpty: (self) => Object.keys(self).length === 0,
  get: (self, [name], run) => fieldOf(self, textOf(name, run)),
  getOrDefault: (self, [name, other], run) => fieldOf(self, textOf(name, run)) ?? other,
  put: (self, [name, value], run) => {
    const key = textOf(name, run);
    const before = fieldOf(self, key);
    setField(self, key, value);
    return before;
  },
  putAll: (self, [more], run) => {
    if (!isFields(more)) return null;
    run.work(Object.keys(more).length);
    for (const key of Object.keys(more)) setField(self, key, more[key]);
    return null;
  },
  remove: (self, [name], run) => {
    const key = textOf(name, run);
    const before = fieldOf(self, key);
    delete self[key];
    return before;
  },
  containsKey: (self, [name], run) => Object.hasOwn(self, textOf(name, run)),
  containsValue: (self, [value], run) => {
    run.work(Object.keys(self).length);
    return Object.values(self).some((one) => equal(one, value, run));
  },
  keySet: (self) => Object.keys(self),
  values: (self) => Object.values(self),
  entrySet: (self, _, run) => {
    run.work(Object.keys(self).length);
    return Object.entries(self).map(([key, value]) => {
      const entry = newFields();
      setField(entry, 'key', key);
      setField(entry, 'value', value);
      return entry;
    });
  },
  // An entry of `entrySet` is a map of two.
  getKey: (self) => fieldOf(self, 'key'),
  getValue: (self) => fieldOf(self, 'value'),
  toString: (self: unknown, _: unknown, run: Run) => textOf(self, run),
};
