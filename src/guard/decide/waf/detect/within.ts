/**
 * Where the character `mark` stands from `from` on and before `to`; -1 when it does not.
 *
 * `indexOf` looks to the end of the text, which makes a square of what is asked at every character.
 */
export function within(text: string, mark: string, from: number, to: number): number {
  const code = mark.charCodeAt(0);
  const end = Math.min(to, text.length);
  for (let i = from; i < end; i++) if (text.charCodeAt(i) === code) return i;
  return -1;
}
