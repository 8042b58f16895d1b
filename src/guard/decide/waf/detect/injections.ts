import { detectCode } from './code/code.ts';
import { detectCrlf } from './crlf/crlf.ts';
import { detectDeserialization } from './deserialization/deserialization.ts';
import type { Detector, Family } from './finding.ts';
import { detectJndi } from './jndi/jndi.ts';
import { detectLdap } from './ldap/ldap.ts';
import { detectMail } from './mail/mail.ts';
import { detectNosql } from './nosql/nosql.ts';
import { detectPrototype } from './prototype/prototype.ts';
import { detectSsi } from './ssi/ssi.ts';
import { detectTemplate } from './template/template.ts';
import { detectXpath } from './xpath/xpath.ts';
import { detectXxe } from './xxe/xxe.ts';

export { detectNosqlKey } from './nosql/nosql.ts';
export { detectPrototypeKey } from './prototype/prototype.ts';

/** One family of injection, and what recognises it. */
export interface Injection {
  readonly family: Family;
  readonly detect: Detector;
  /** True when nothing of the family can stand in a text that `isPlain` passes. */
  readonly marked: boolean;
}

/** What values are put into besides SQL, HTML, a shell, a path and a URL. */
export const injections: readonly Injection[] = Object.freeze([
  { family: 'template', detect: detectTemplate, marked: true },
  { family: 'jndi', detect: detectJndi, marked: true },
  { family: 'deserialization', detect: detectDeserialization, marked: false },
  { family: 'code', detect: detectCode, marked: false },
  { family: 'ldap', detect: detectLdap, marked: true },
  { family: 'xpath', detect: detectXpath, marked: false },
  { family: 'nosql', detect: detectNosql, marked: false },
  { family: 'mail', detect: detectMail, marked: true },
  { family: 'crlf', detect: detectCrlf, marked: true },
  { family: 'xxe', detect: detectXxe, marked: true },
  { family: 'ssi', detect: detectSsi, marked: true },
  { family: 'prototype', detect: detectPrototype, marked: false },
]);

const mark = /[^\w .,/:=+%?*-]/;

/**
 * True for a value of letters, digits and the few marks of numbers, paths and dates: one look that spares most
 * values all families whose constructs need a bracket, a quote, a line break or the like.
 */
export const isPlain = (text: string): boolean => !mark.test(text);
