import type { Host } from './host.ts';
import type { Target } from './url.ts';

const scripts =
  /\.(?:php\d?|phtml|phps|inc|txt|asp|aspx|ascx|jsp|jspx|cgi|pl|py|rb|sh|cfm|dat|gif|jpe?g|png|log)(?=$|[?#\0]|%00)/i;
const executed = /\.(?:php\d?|phtml|phps|inc|txt|asp|jspx?|cgi|pl|py|rb|sh)(?=$|[?#\0]|%00)/i;
const notorious =
  /(?:^|[/_.-])(?:c99|r57|b374k|wso|shell|webshell|backdoor|cmd|evil|exploit|payload|rfi|id|hack|inject|malicious|pwn)\w{0,8}\.\w{2,5}(?=$|[?#\0]|%00)/i;

const nothing = Object.freeze({ score: 0, what: '' });

/**
 * How far a URL looks like a file that a program is to include from elsewhere (remote file inclusion).
 *
 * What gives it away: a script or a text behind which a lone `?` or a null character cuts off what the program
 * would add, a host that is a bare address, a name that says what it does.
 */
export function remoteFile(target: Target, host: Host): { score: number; what: string } {
  const { scheme, rest } = target;
  const web = scheme === 'http' || scheme === 'https' || scheme === 'ftp' || scheme === 'ftps';
  if (!web || host.reach === 'none') return nothing;
  const named = rest.length > 3 ? scripts.exec(rest) : null;
  if (named === null && !host.address) return nothing;
  const cut = /(?:\?{1,3}|\0|%00|#)$/.test(rest) || /[?&](?:cmd|exec|command)=/i.test(rest);
  const runs = named !== null && executed.test(rest);
  let score = 0;
  if (runs && cut) score = 56;
  else if (named !== null && cut) score = 44;
  else if (runs && host.address) score = 54;
  else if (host.address && rest.length > 1) score = 40;
  else if (host.address) score = 34;
  // Texts are what archives offer.
  else if (runs && scheme.startsWith('ftp') && !/^\.txt/i.test(named[0])) score = 54;
  if (notorious.test(rest) && runs) score = Math.max(score + 8, 54);
  if (scheme.startsWith('ftp') && host.address) score += 10;
  return {
    score,
    what:
      named === null ? 'a file at a bare address' : `a remote ${named[0]}${cut ? ', cut off behind' : ''}`,
  };
}
