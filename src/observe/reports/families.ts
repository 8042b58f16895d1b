/** The families of attack in plain words, and what stands for refusals that no detector explains. */
const names: Readonly<Record<string, string>> = {
  sqli: 'SQL injection',
  xss: 'script in a page (XSS)',
  shell: 'commands of a shell',
  path: 'paths out of their folder, sensitive files',
  template: 'template and expression languages',
  code: 'program code',
  deserialization: 'serialised objects',
  ldap: 'LDAP injection',
  xpath: 'XPath injection',
  nosql: 'NoSQL injection',
  mail: 'mail headers',
  crlf: 'header lines (CRLF)',
  xxe: 'external entities (XXE)',
  ssi: 'server-side includes',
  ssrf: 'addresses within (SSRF)',
  rfi: 'files from elsewhere (RFI)',
  jndi: 'JNDI look-ups',
  prototype: 'prototype pollution',
  redirect: 'open redirects',
  rate: 'too many requests',
  pattern: 'expressions of one’s own',
  other: 'other rules',
};

export const familyName = (family: string): string => names[family] ?? family;
