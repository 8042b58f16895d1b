import { parseArgs } from 'node:util';

export const usage = `npm run experiment [-- --speed N | --real]

  --speed N  the clock of the limits runs N times as fast, from 1 to 120; 60 when not given
  --real     at wall-clock speed, which takes 16 minutes: the same as --speed 1`;

/** What the command line asks for: a speed, or an end with an exit code and what to say before how it is used. */
export type Asked =
  | { readonly speed: number; readonly end?: undefined }
  | { readonly end: 0 | 2; readonly says: string };

/** Reads the flags of the experiment. */
export function asked(args: readonly string[]): Asked {
  const options = {
    speed: { type: 'string' },
    real: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  } as const;
  try {
    const { values } = parseArgs({ args: [...args], options });
    if (values.help) return { end: 0, says: '' };
    if (values.real && values.speed !== undefined) return { end: 2, says: '--real is a speed already' };
    const speed = values.real ? 1 : Number(values.speed ?? 60);
    if (speed >= 1 && speed <= 120) return { speed };
    return { end: 2, says: `--speed must be a number from 1 to 120, not ${values.speed}` };
  } catch (fault) {
    return { end: 2, says: (fault as Error).message };
  }
}
