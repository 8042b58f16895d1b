import type { Detector, Finding } from '../finding.ts';
import { type HeaderLines, headerLines } from '../text/header-lines.ts';
import { finding } from '../text/judged.ts';
import { wordsAround } from '../text/surroundings.ts';

/**
 * A value that grows a mail: headers behind a line break (`a@b.example\nBcc: c@d.example`), commands of SMTP, IMAP
 * or POP3 on lines of their own, and options for sendmail inside an address.
 */
export const detectMail: Detector = (text) => {
  if (text.includes('\n') || text.includes('\r') || text.includes('\u560a') || text.includes('\u560d')) {
    const lines = headerLines(text);
    if (lines === null) return null;
    const header = headers(text, lines);
    const command = commands(text);
    return command !== null && (header === null || command.score > header.score) ? command : header;
  }
  if (text.includes('\\n') && text.includes('@')) {
    const found = written(text);
    if (found !== null) return found;
  }
  const word = text.includes('=?') ? encoded(text) : null;
  if (word !== null) return word;
  return text.includes('@') && text.includes(' -') ? options(text) : null;
};

/** A break behind an address that is written as escapes: `a@b.example\\r\\nBcc: c@d.example`. */
function written(text: string): Finding | null {
  if (!escaped.test(text.slice(0, 160))) return null;
  const found = detectMail(text.slice(0, 2_048).replaceAll('\\r', '\r').replaceAll('\\n', '\n'));
  return found === null ? null : { ...found, to: text.length };
}

const escaped =
  /^[^\s\\@<>"]{1,64}@[\w.-]{1,64}\\(?:r\\n|n)(?:bcc|cc|to|from|subject|reply-to|content-type|mime-version):/i;

/** Words that are encoded (RFC 2047) and hold a line break once they are not: `=?utf-8?Q?a=0D=0ABcc:_…?=`. */
function encoded(text: string): Finding | null {
  const word = text.length > 2_048 ? null : /=\?[\w-]{1,24}\?q\?([^?\s]{1,400})\?=/i.exec(text);
  if (word === null || !/=0[ad]/i.test(word[1]!)) return null;
  const read = word[1]!
    .replaceAll('_', ' ')
    .replace(/=([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  const found = detectMail(read);
  return found === null
    ? null
    : finding('mail', found.score, found.context, found.what, word.index, word.index + word[0].length);
}

const address = /[^\s@<>"]@[^\s@<>"]/;

function headers(text: string, lines: HeaderLines): Finding | null {
  const { first } = lines;
  let score = 0;
  let kinds = 0;
  let from = -1;
  let to = 0;
  let name = '';
  for (const line of lines.headers) {
    const one = weight(line.name, line.value);
    if (one === 0) continue;
    kinds++;
    if (one > score) {
      score = one;
      ({ name } = line);
    }
    if (from < 0) from = line.from;
    to = line.to;
  }
  if (from < 0) return null;
  // What came before is what the field was made for: an address, a name, a subject. A letter has sentences there.
  const prose = wordsAround(text, from, to);
  const field = address.test(first) && !/\s\S+\s/.test(first.trim());
  if (field || first.trim() === '') score += 8;
  if (kinds > 1) score += 6;
  // A letter may say what it is about.
  else if (name === 'subject' && !field && /\s\S/.test(first.trim())) score = Math.min(score, 42);
  if (lines.firstIsHeader || /^(HTTP\/\d|[A-Z]{3,7} \S+ HTTP\/|\s*curl )/.test(first))
    score = Math.min(score, 40);
  else if (!field && prose > 8 && lines.others > 0) score = Math.min(score, 42);
  // A blank line ends the headers of a mail: behind a paragraph they are a letter that is passed on.
  else if (!field && /\S\r?\n\r?\n[^\n]*\S/.test(text.slice(0, from))) score = Math.min(score, 42);
  if (/^(>|-{2,}|_{3,}|On .*wrote:)/m.test(first) || (lines.others > 3 && !field))
    score = Math.min(score, 40);
  return score < 30 ? null : finding('mail', Math.min(score, 95), 'header of a mail', `${name}:`, from, to);
}

function weight(name: string, value: string): number {
  switch (name) {
    case 'bcc':
    case 'cc':
      return address.test(value) ? 84 : value === '' ? 0 : 40;
    case 'to':
    case 'from':
    case 'reply-to':
    case 'return-path':
    case 'sender':
      return address.test(value) ? 64 : 0;
    case 'subject':
      return value === '' ? 0 : 56;
    case 'mime-version':
      return /^\d\.\d/.test(value) ? 72 : 0;
    case 'content-type':
      return /^(text|multipart|application|image)\//i.test(value) ? 62 : 0;
    case 'content-transfer-encoding':
      return 66;
    case 'x-mailer':
    case 'x-priority':
      return 60;
    default:
      return 0;
  }
}

const smtp =
  /^(MAIL FROM:\s*<?\S+|RCPT TO:\s*<?\S+|HELO \S+|EHLO \S+|DATA|QUIT|RSET|VRFY \S+|EXPN \S+|STARTTLS|AUTH (LOGIN|PLAIN)\b.*|NOOP)$/i;
const imap =
  /^[A-Za-z]{1,4}\d{1,5} ((CAPABILITY|NOOP|LOGOUT|EXPUNGE|STARTTLS)|(SELECT|EXAMINE|CREATE|DELETE|SUBSCRIBE|UNSUBSCRIBE|STATUS|APPEND|RENAME|LIST|LSUB) ("|INBOX|[A-Z]+\.).*|(FETCH|STORE|COPY) [\d:*,]+.*|UID (FETCH|STORE|COPY|SEARCH) .*|SEARCH [A-Z]+.*|LOGIN \S+ \S+|AUTHENTICATE \S+)$/;
const pop =
  /^(USER \S+|PASS \S+|STAT|LIST( \d+)?|RETR \d+|DELE \d+|TOP \d+ \d+|UIDL( \d+)?|APOP \S+ \S+|QUIT)$/;

/**
 * Lines that are commands of a mail protocol; one that no letter holds (`RCPT TO:<…>`, `V1 FETCH 1`), or two in a row.
 */
function commands(text: string): Finding | null {
  let found = 0;
  let strong = 0;
  let from = -1;
  for (let at = next(text, -1), end = at; at < text.length; at = end) {
    end = next(text, at);
    // None is shorter.
    if (end - at < 5) continue;
    const line = text.slice(at + 1, Math.min(end, at + 240)).trim();
    const sure = imap.test(line) || /^(MAIL FROM|RCPT TO):\s*<?[^\s@]+@?/i.test(line);
    if (sure) strong++;
    else if (!smtp.test(line) && !pop.test(line)) continue;
    found++;
    if (from < 0) from = at;
  }
  const sole = strong === 0 && found === 1 && alone.test(text);
  if (strong === 0 && found < 2 && !sole) return null;
  const shown = /^\s*(S:|C:|\d{3} |EHLO|HELO|MAIL FROM|\* OK|\+OK|telnet |openssl |\w?\d+ LOGIN)/i.test(text);
  const prose = wordsAround(text, from, text.length);
  const score =
    shown && !text.startsWith('\r') && !text.startsWith('\n')
      ? 40
      : prose >= 10
        ? 45
        : strong > 0
          ? 80
          : sole
            ? 56
            : 62;
  return finding(
    'mail',
    score,
    'protocol of a mail server',
    'commands on lines of their own',
    from,
    text.length,
  );
}

/** One command and nothing else behind a break, or behind a quote that it leaves: `\r\nVRFY root\r\n`. */
const alone =
  /^["']?>?\r?\n(?:DATA|QUIT|RSET|NOOP|STARTTLS|VRFY [\w.@-]{1,64}|EXPN [\w.@-]{1,64}|EHLO [\w.-]{1,64}|HELO [\w.-]{1,64})\s{0,4}$/;

/** The next line break behind `at`; the length of the text when there is none. */
function next(text: string, at: number): number {
  for (let i = at + 1; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 10 || c === 13) return i;
  }
  return text.length;
}

/** `"x\" -oQ/tmp/ -X/var/www/a.php y"@b.example`, `a@b.example -OQueueDirectory=/tmp -X/tmp/x`. */
function options(text: string): Finding | null {
  const at = text.search(/ -(X\s?\/|oQ\s?\/|OQueueDirectory=|be\s+["$'])/);
  if (at < 0 || text.length > 400) return null;
  return finding(
    'mail',
    80,
    'options of sendmail',
    text.slice(at + 1, at + 12),
    at + 1,
    Math.min(text.length, at + 40),
  );
}
