// How a program begins that somebody wrote: a declaration, a module it names, an assignment, a condition; perhaps the
// name of its language before it. None of them is an expression, and a value that leaves a string begins with none.
const head =
  /^\s*(?:[A-Z][\w+#]{0,11}: |["'`]{3}\w*\n)?(?:(?:const|let|var|final|public|private|protected|static|export|async|def|class|function|func|fn|package|using|use|namespace|lambda|return|try|with|type|struct|elif|else|for|foreach|while|if)[ (]|import [\w.{]|from [\w.]+ import |#include|@\w+[(\n ]|(?:my |our |local )?[$@]?\w[\w.]{0,40}(?:, ?\$?\w{1,40}){0,3} :?= |[A-Z][\w.]{0,40}(?:<[^>\n]{1,60}>|\[\])? \w{1,40} = |(?:std::)?\w{1,24}[*&]? \*?\w{1,40} = |[-+] {2,})/;
const labelled = /^[A-Z][\w+#]{0,11}: \w/;

// What an intruder has run, read or fetched.
const hostile =
  /["'`;|&(\s](?:id|whoami|uname|ifconfig|ipconfig|net user|calc(?:\.exe)?|nc|ncat|curl|wget|bash|sh|cmd|cmd\.exe|powershell|ping|sleep|touch|rm|cat|type|env|printenv)(?:["'`;|&)\s]|$)|\/etc\/|\/bin\/|\/dev\/tcp|\/proc\/|\/tmp\/|passwd|base64|atob|fromCharCode|https?:\/\/(?!localhost|127\.)|ftp:|\.\.\/\.\.|mainModule|__globals__|__builtins__|__subclasses__|constructor|getInputStream|phpinfo|passthru|proc_open|pcntl|\bsocket\b|\bpty\b|hex2bin|\bchr\(|\\x[0-9a-f]{2}|Socket\(|dlopen|\.exit\(/i;
// Nothing else in a short line, and nobody shows that.
const first = /["'](?:ls|dir|pwd|ps|w|hostname|date)(?: -\w+)?["']/;

/**
 * True for a program, or a line of one, that people show: it begins as programs do, and asks for nothing that is of
 * use to whoever has it run on a machine of others.
 */
export function isShownProgram(text: string): boolean {
  const near = text.slice(0, 4096);
  const isLabelled = labelled.test(near);
  if (!isLabelled && !head.test(near)) return false;
  return !hostile.test(near) && (isLabelled || near.length > 56 || !first.test(near));
}

const tool =
  /^(?:python3?|pip3?|git|npm|npx|yarn|pnpm|node|make|cmake|docker|docker-compose|ffmpeg|convert|java|javac|gcc|go|cargo|pytest|composer|artisan|php artisan|notepad|notepad\.exe|explorer\.exe|jupyter|conda|uvicorn|gunicorn|tsc|mvn|gradle)(?: [\w./=:@-]+){0,12}$/;

/** `npm run build`, `pip install numpy`, `python`: what programs run of others, with plain words behind it. */
export const isTool = (command: string): boolean =>
  tool.test(command) && !hostile.test(command) && !/ -(?:c|e|r|p)\b/.test(command);

/**
 * True for a property that is an argument of a call that writes into a log, which only those read whose log it is:
 * `log.info("on {}", System.getProperty("os.name"))`.
 */
export const isLogged = (text: string, from: number): boolean =>
  text.startsWith('System.get', from) && logged.test(text.slice(Math.max(0, from - 320), from));
const logged =
  /\blog(?:ger)?\.(?:trace|debug|info|warn|error)\("[^"\n]{0,160}", ?(?:[\w.]{1,40}\("?[^"();\n]{0,60}"?\), ?){0,4}$/i;
