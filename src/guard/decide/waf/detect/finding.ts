/** The kinds of attack that are told apart. */
export type Family =
  | 'sqli'
  | 'xss'
  | 'shell'
  | 'path'
  | 'template'
  | 'code'
  | 'deserialization'
  | 'ldap'
  | 'xpath'
  | 'nosql'
  | 'mail'
  | 'crlf'
  | 'xxe'
  | 'ssi'
  | 'ssrf'
  | 'rfi'
  | 'jndi'
  | 'prototype'
  | 'redirect'
  | 'session';

/** What a detector understood of one value. */
export interface Finding {
  readonly family: Family;
  /** 0 to 100, by evidence: from 50 on an attack; from 30 on only where the sensitivity is HIGH. */
  readonly score: number;
  /** Where it would run: `single-quoted string`, `HTML attribute`, `argument of a command`, … */
  readonly context: string;
  /** The construct in one short phrase; for SQL the fingerprint of its tokens. */
  readonly what: string;
  /** The part of the value that shows it: from inclusive, to exclusive. */
  readonly from: number;
  readonly to: number;
}

/** Looks at one decoded value; null when it is nothing of its family. Never throws; linear in its length. */
export type Detector = (text: string) => Finding | null;

/** From here on a finding counts, by the sensitivity of a statement. */
export const threshold: Readonly<Record<'LOW' | 'HIGH', number>> = Object.freeze({ LOW: 50, HIGH: 30 });
