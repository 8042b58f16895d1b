import { isName, isQuote, skipBlank, stringEnd, unescaped } from '../text/characters.ts';
import {
  ADMIN,
  CALLABLE,
  CALLING,
  CLASS,
  FREE,
  GIVEN,
  LITERAL,
  MAKER,
  MODULE,
  modules,
  PLACE,
  PROGRAM,
  STARTED,
  SYMBOL,
  spelled,
  type Verb,
} from './words.ts';

/** Whether the first argument is what the function needs to do harm. */
export function suits(text: string, verb: Verb, open: number): boolean {
  const at = skipBlank(text, open + 1);
  const c = text.charCodeAt(at);
  if (verb.needs === FREE) return true;
  if (c === 41 || at >= text.length) return false;
  if (verb.needs === GIVEN) return true;
  const literal = literalAt(text, at);
  switch (verb.needs) {
    case LITERAL:
      // PHP and Perl read a bare word as a string of itself: `${system(id)}`, `use POSIX;system(id)`.
      return (
        literal !== null ||
        isComputed(text, at) ||
        text.slice(Math.max(0, open - 24), open).includes('${') ||
        (open < 64 && wordless.test(text.slice(0, open)))
      );
    case PLACE:
      return literal === null ? pipes(text, at) : leaves(literal);
    case CLASS:
      return literal !== null && ((java.test(literal) && reaching.test(literal)) || net.test(literal));
    case MODULE:
      return literal !== null && modules.test(literal);
    case PROGRAM:
      return literal !== null && programs.test(literal);
    case CALLING:
      // .NET binds a field by its name, and JScript runs what it is given.
      return literal !== null && /[\w\])]\s{0,2}\(/.test(literal);
    case MAKER:
      return /^(?:Function|eval|globalThis\.eval|\w{1,24}\.exec(?:Sync)?)\s{0,4},/.test(
        text.slice(at, at + 48),
      );
    case SYMBOL:
      return /^(?::["']?(?:system|exec|eval|instance_eval|class_eval|spawn|popen|syscall|`)["']?\s{0,4}[,)]|["'](?:system|exec|eval|instance_eval|spawn|popen)["']\s{0,4},\s{0,4}["'])/.test(
        text.slice(at, at + 40),
      );
    case STARTED:
      return startsShell(text.slice(at, at + 200));
    case ADMIN:
      return /^["'](?:config|flush(?:all|db)|slaveof|replicaof|module|debug|script|shutdown|keys|migrate|save|bgsave)["']/i.test(
        text.slice(at, at + 16),
      );
    case CALLABLE:
      for (let i = at, n = 0; i < text.length && n < 4; n++) {
        const found = literalAt(text, i);
        if (found !== null && spelled.has(found)) return true;
        const comma = text.indexOf(',', i);
        if (comma < 0 || comma - i > 120) return false;
        i = skipBlank(text, comma + 1);
      }
      return false;
    default:
      return false;
  }
}

const java = /^(java|javax|sun|jdk|com\.sun|org\.(springframework|apache)\.)[.\w$]*$/;
const reaching = /Runtime|ProcessBuilder|Script|System|Class|Unsafe|jshell|JShell|util/;
const net =
  /^System\.(?:Diagnostics\.Process|Reflection\.|IO\.(?:File|Directory)|Management\.Automation|Net\.WebClient)/;
const programs =
  /^(?:WScript\.(?:Shell|Network)|Shell\.Application|Scripting\.FileSystemObject|ADODB\.Stream|Schedule\.Service|MMC20\.)/i;

/** Behind a statement that ends, or names a module of Perl, and before a bare word. */
const wordless = /^(?:[\s'")\]}]{0,8};|use\s{1,4}[A-Z][\w:]{0,40}\s{0,4};)\s{0,4}@?system$/;

/** True for a place that programs have no business with: of the system, of another scheme, or far up. */
const leaves = (place: string): boolean =>
  /^(\/$|\|\s{0,2}[a-z./]|\/(etc|proc|root|dev|var|sys|boot|home|usr|opt|bin|tmp|srv)\b|\.\.?\/?$|[a-z][a-z0-9+.]{2,12}:\/\/|data:|[a-zA-Z]:[\\/]|%[a-z])|\.\.\/.*(etc|passwd|proc|config|env|htaccess|boot|windows)/i.test(
    place,
  );

/** `new ProcessStartInfo("cmd", "/c calc")`; a browser is opened and a line shown by it, too. */
const startsShell = (call: string): boolean =>
  /^new\s{1,4}(?:[\w.]{1,40}\.)?ProcessStartInfo\b[^;]{0,80}?"(?:cmd|powershell|pwsh|mshta|certutil|(?:\/bin\/)?(?:ba|z)?sh)(?:\.exe)?"/i.test(
    call,
  ) && !/"\/c (?:start|echo|dir|ver)\b/.test(call);

/** `open(F, "id|")` and `open(F, "-|", "id")` of Perl: a handle, and a command behind or before a pipe. */
const pipes = (text: string, at: number): boolean =>
  /^(?:my\s{1,4})?\$?\w{1,24}\s{0,4},\s{0,4}["'](?:[^"'\n-][^"'\n]{0,120}\||\|[^"'\n]{1,120}|-\|["']\s{0,4},\s{0,4}["'][^"'\n]{1,120})\s{0,2}["']\s{0,4}\)/.test(
    text.slice(at, at + 200),
  );

/**
 * The value of the string literal at `at`; null when none stands there. Prefixes such as Python’s `b'` and `f"` count.
 */
export function literalAt(text: string, at: number): string | null {
  let i = at;
  while (i < at + 2 && /[brfuBRFU@$[(]/.test(text[i] ?? '')) i++;
  if (!isQuote(text.charCodeAt(i)) && text.charCodeAt(i) !== 96) {
    if (!isQuote(text.charCodeAt(at)) && text.charCodeAt(at) !== 96) return null;
    i = at;
  }
  const end = stringEnd(text, i, Math.min(text.length, i + 400));
  return unescaped(end < 0 ? text.slice(i + 1, i + 400) : text.slice(i + 1, end - 1));
}

/** A variable of PHP, Perl or Ruby, or a call: an argument that brings its own command. */
export function isComputed(text: string, at: number): boolean {
  const c = text.charCodeAt(at);
  if (c === 36) return isName(text.charCodeAt(at + 1)) || text.charCodeAt(at + 1) === 123;
  let end = at;
  while (end < at + 64 && (isName(text.charCodeAt(end)) || text.charCodeAt(end) === 46)) end++;
  return (
    end > at &&
    (text.charCodeAt(end) === 40 || text.startsWith('request', at) || text.startsWith('params[', at))
  );
}
