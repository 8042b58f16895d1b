import { judged } from '../text/judged.ts';
import type { Call } from './calls.ts';

const variable = String.raw`\(\s{0,2}["'][A-Z][A-Z\d_]{1,63}["']\s{0,2}\)`;
const asked = new RegExp(
  String.raw`^\W{0,3}(?:(?:os\.environ|ENV|\$_ENV|\$_SERVER)\[\s{0,2}["'][A-Z][A-Z\d_]{1,63}["']\s{0,2}\]|ENV\.(?:to_h|to_a|inspect)|(?:os\.environ\.get|ENV\.fetch|Deno\.env\.get|(?:System\.)?Environment\.GetEnvironmentVariable)${variable}|Deno\.env\.toObject\(\)|(?:Environment\.GetEnvironmentVariables|System\.getenv|System\.getProperties)\(\)|(?:var_dump|print_r)\((?:getenv\(\)|\$_(?:SERVER|ENV))\)|\(System/getenv\s{1,4}"\w{1,64}"\))\W{0,4}$`,
);

/** `ENV["SECRET"]`, `System.getenv()`: what a program knows of its surroundings, as the whole value. */
export const environment = (text: string): Call | null =>
  asked.test(text) ? { ...judged(55, 'the environment'), from: 0, to: text.length } : null;
