const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
let second = Number.NaN;
let text = '';

/** A moment (milliseconds since the epoch) as the Common Log Format writes it: `22/Nov/2026:04:24:25 +0000`. */
export function clfTime(at: number): string {
  const asked = Math.floor(at / 1000);
  if (asked === second) return text;
  const d = new Date(asked * 1000);
  const two = (n: number): string => String(n).padStart(2, '0');
  second = asked;
  text = `${two(d.getUTCDate())}/${months[d.getUTCMonth()]}/${d.getUTCFullYear()}:${two(d.getUTCHours())}:${two(d.getUTCMinutes())}:${two(d.getUTCSeconds())} +0000`;
  return text;
}
