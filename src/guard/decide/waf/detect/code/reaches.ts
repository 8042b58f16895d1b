import { judged } from '../text/judged.ts';
import type { Call } from './calls.ts';

/** One way out of a program: what must stand in a text for it to be looked for, how it is written, and its weight. */
interface Way {
  readonly holds: string;
  readonly written: RegExp;
  readonly score: number;
  readonly what: string;
}

const ways: readonly Way[] = [
  {
    // By whatever the process was reached: `x.mainModule.require`, `global['pro'+'cess'].mainModule.constructor`.
    holds: '.mainModule',
    written: /\.mainModule\s{0,4}\.\s{0,4}(?:require|constructor|children|exports)\b/,
    score: 80,
    what: 'the main module of Node',
  },
  {
    holds: 'prepareStackTrace',
    written: /^\W{0,4}Error\.prepareStackTrace\s{0,4}=[^=]/,
    score: 62,
    what: 'who reads the frames of a stack',
  },
  {
    // Of generators and coroutines, by which a sandbox is left; loggers ask `sys._getframe()`.
    holds: '_frame.f_',
    written: /\.(?:gi|cr|ag|tb)_frame\.f_(?:back|builtins|globals|locals)\b/,
    score: 76,
    what: 'the frame of a generator',
  },
  {
    // What `str.format` walks: `{user.__init__.__globals__}`.
    holds: '__',
    written:
      /\{\w{0,40}(?:\.\w{1,40}|\[\w{1,40}\]){0,8}\.__(?:globals|builtins|subclasses|code|dict)__(?:\[[^\]\n]{0,60}\])?[!:}]/,
    score: 72,
    what: 'a format that leaves its value',
  },
  {
    holds: 'System.',
    written:
      /\btypeof\(\s?System\.(?:Diagnostics\.Process|IO\.(?:File|Directory)|Reflection\.Assembly)\s?\)\s{0,4}\.\s{0,4}(?:GetMethods?|InvokeMember|Assembly)\b/,
    score: 78,
    what: 'a method of a process by its name',
  },
  {
    holds: 'FromProgID',
    written:
      /\bGetTypeFromProgID\(\s?["'](?:WScript\.Shell|Shell\.Application|MMC20\.|Microsoft\.XMLHTTP|ScriptControl)/i,
    score: 82,
    what: 'the shell of Windows by its name',
  },
  {
    holds: 'GetType()',
    written: /["']\s{0,2}\.GetType\(\)\s{0,4}\.\s{0,4}(?:Assembly|Module|BaseType)\b/,
    score: 78,
    what: 'the assembly of a literal',
  },
  {
    holds: 'Code.eval_',
    written: /\bCode\.eval_(?:string|quoted|file)\(\s{0,4}["'~]/,
    score: 80,
    what: 'Code.eval_string()',
  },
  {
    // Read by Clojure’s reader before anything else is.
    holds: '#=(',
    written: /#=\(\s{0,4}[\w.$*+!?-]{1,80}(?:\/[\w.$*+!?-]{1,40})?\s{1,4}["(\w]/,
    score: 72,
    what: 'what a reader evaluates',
  },
  {
    // Perl and Ruby put the output of a command into a string.
    holds: '`',
    written: /[$@]\{\s{0,4}\\?\s{0,4}[([]\s{0,4}`[\w./][^`\n]{0,200}`\s{0,4}[)\]]\s{0,4}\}/,
    score: 80,
    what: 'a command in a string',
  },
  {
    // PHP calls what a string names, of whatever it is put together: `(chr(115).'ystem')('id')`.
    holds: 'chr(',
    written:
      /\((?:(?:chr\(\s?\d{1,3}\s?\)|'\w{0,16}'|"\w{0,16}")\s?\.\s?){1,24}(?:chr\(\s?\d{1,3}\s?\)|'\w{0,16}'|"\w{0,16}")\s?\)\s?\(\s?["'$\w]/,
    score: 86,
    what: 'a name put together of characters',
  },
  {
    holds: 'popen',
    written: /\b(?:IO|Open3)\.(?:popen\w?|capture\w{1,4})\(\s{0,4}%[wWiq]?[[({<|][\w./]/,
    score: 82,
    what: 'popen() of words',
  },
  {
    holds: 'Reflection',
    written:
      /\bnew\s{1,4}Reflection(?:Function|Method)\(\s{0,4}["'](?:system|exec|passthru|shell_exec|popen|proc_open|pcntl_exec|assert|eval|phpinfo|file_(?:get|put)_contents)["']/i,
    score: 84,
    what: 'a function of PHP by its name',
  },
  {
    // Ruby’s templates: a line that begins with an output mark and runs a command.
    holds: '= ',
    written: /^\s{0,4}[=-] (?:system|exec|spawn|eval|`)\s{0,2}\(?["'`]?[\w./$-][^\n]{0,120}["'`]\)?\s{0,4}$/,
    score: 60,
    what: 'a command of a template of Ruby',
  },
  {
    holds: '@GrabResolver',
    written: /^\s{0,4}@GrabResolver\([^)\n]{0,120}['"](?:https?|ftp|file):/,
    score: 60,
    what: 'where Groovy loads from',
  },
  {
    // ThinkPHP calls any method of any class that a route names.
    holds: '\\think\\',
    written:
      /(?:^|[/|=])\\?think\\(?:\w{1,24}[\\/|]){1,4}(?:invokefunction|display|write|input|__construct)\b/i,
    score: 80,
    what: 'a method that a route names',
  },
];

const near = 8_192;

/** What leads out of a program without any call that is known by its name. */
export function reaches(text: string): Call | null {
  let worst: Call | null = null;
  let start = '';
  for (const { holds, written, score, what } of ways) {
    if ((worst !== null && worst.score >= score) || !text.includes(holds)) continue;
    if (start === '') start = text.length > near ? text.slice(0, near) : text;
    const found = written.exec(start);
    if (found !== null)
      worst = { ...judged(score, what), from: found.index, to: found.index + found[0].length };
  }
  return worst;
}
