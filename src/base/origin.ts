/** Where an element of a definition was written. */
export interface Origin {
  readonly file: string;
  /** Counted from 1; 0 when the element was not written in a file (a default, the control API). */
  readonly line: number;
  /** The place inside the file, as keys joined by `/`: `Resources/Acl/Properties/Rules/0`. */
  readonly path: string;
}

/** Of what nobody wrote: defaults, and what the command line made. */
export const NOWHERE: Origin = Object.freeze({ file: '', line: 0, path: '' });

/** `file:line`, or the file alone when the line is not known. */
export function place(origin: Origin): string {
  return origin.line > 0 ? `${origin.file}:${origin.line}` : origin.file;
}
