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
}

/** What values are put into besides SQL, HTML, a shell, a path and a URL. */
export const injections: readonly Injection[] = Object.freeze([
  { family: 'template', detect: detectTemplate },
  { family: 'jndi', detect: detectJndi },
  { family: 'deserialization', detect: detectDeserialization },
  { family: 'code', detect: detectCode },
  { family: 'ldap', detect: detectLdap },
  { family: 'xpath', detect: detectXpath },
  { family: 'nosql', detect: detectNosql },
  { family: 'mail', detect: detectMail },
  { family: 'crlf', detect: detectCrlf },
  { family: 'xxe', detect: detectXxe },
  { family: 'ssi', detect: detectSsi },
  { family: 'prototype', detect: detectPrototype },
]);
