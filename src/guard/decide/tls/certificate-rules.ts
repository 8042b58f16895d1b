import type { ClientCertificate } from '../../../base/tls-session.ts';
import type { CertificateRules } from '../../../define/model/api.ts';

/** Compiles the rules of an API; true for a certificate that one of them fits. */
export function certificateRules({
  subjects,
  names,
}: CertificateRules): (client: ClientCertificate) => boolean {
  if (subjects.length === 0 && names.length === 0) return () => true;
  const ofNames = names.map((name) => ({ pattern: name, border: borderOf(name) }));
  return (client) =>
    subjects.some((pattern) => fits(pattern, client.subject, ',')) ||
    client.alternativeNames.some((name) =>
      ofNames.some(({ pattern, border }) => fits(pattern, name, border)),
    );
}

/** What `*` stops at: one label of a host name, one segment of a path. */
const borderOf = (name: string): string => (name.startsWith('DNS:') ? '.' : '/');

/** Whether a text fits a pattern whose `*` stands for any characters but the border. Never slower than their product. */
function fits(pattern: string, text: string, border: string): boolean {
  let p = 0;
  let star = -1;
  let from = 0;
  let t = 0;
  while (t < text.length) {
    if (p < pattern.length && pattern[p] === '*') {
      star = p++;
      from = t;
    } else if (p < pattern.length && pattern[p] === text[t]) {
      p++;
      t++;
    } else if (star >= 0 && text[from] !== border) {
      p = star + 1;
      t = ++from;
    } else return false;
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}
