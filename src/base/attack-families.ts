/** The families of attack that detectors tell apart, as people who secure servers call them. */
const names: Readonly<Record<string, string>> = {
  sqli: 'SQL injection',
  xss: 'cross-site scripting (XSS)',
  shell: 'shell command injection',
  path: 'path traversal or sensitive file',
  template: 'template injection',
  code: 'code injection',
  deserialization: 'unsafe deserialisation',
  ldap: 'LDAP injection',
  xpath: 'XPath injection',
  nosql: 'NoSQL injection',
  mail: 'mail header injection',
  crlf: 'header injection (CRLF)',
  xxe: 'XML external entity (XXE)',
  ssi: 'server-side include (SSI)',
  ssrf: 'server-side request forgery (SSRF)',
  metadata: 'cloud metadata request (SSRF)',
  rfi: 'remote file inclusion (RFI)',
  jndi: 'JNDI look-up (Log4Shell)',
  prototype: 'prototype pollution',
  redirect: 'open redirect',
  session: 'session fixation',
  graphql: 'GraphQL abuse',
  protocol: 'protocol anomaly',
  scanner: 'scanner or probe',
};

/** The name of a family; the family itself where it has none. */
export const attackName = (family: string): string => names[family] ?? family;
