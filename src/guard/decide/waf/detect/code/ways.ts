// What leads out of a program without any call that is known by its name: a table, a way an entry.

/** One way out of a program: what must stand in a text for it to be looked for, how it is written, and its weight. */
export interface Way {
  readonly holds: string;
  /** True where a parenthesis must stand somewhere, beside those whose `holds` has one. */
  readonly called?: true;
  readonly written: RegExp;
  readonly score: number;
  readonly what: string;
}

/** What is no program that somebody shows, however many its lines: a drawing that runs a command, code that runs when it is read. */
export const drawn = 'a command in a drawing';
export const defined = 'what runs where it is defined';
export const ofNode = 'a module by way of the process itself';
export const ofPython = 'a module by an expression';

export const ways: readonly Way[] = [
  {
    // By whatever the process was reached: `x.mainModule.require`, `global['pro'+'cess'].mainModule.constructor`.
    holds: '.mainModule',
    written: /\.mainModule\s{0,4}\.\s{0,4}(?:require|constructor|children|exports)\b/,
    score: 80,
    what: ofNode,
  },
  {
    // A program says `require` or `import`.
    holds: 'child_process',
    called: true,
    written:
      /(?:\b_load|\bgetBuiltinModule)['"`\]]{0,2}\(\s{0,4}["'`](?:node:)?child_process["'`]\s{0,4}\)|\bconstructor\(\s{0,4}["'`]return [^"'`\n]{0,160}child_process/,
    score: 82,
    what: ofNode,
  },
  {
    holds: 'return process',
    called: true,
    written:
      /\b(?:Function|constructor)\(\s{0,4}["'`]return process["'`]\s{0,4}\)\s{0,4}\(\)\s{0,4}\)?\s{0,4}[.[]/,
    score: 82,
    what: ofNode,
  },
  {
    // A program imports what it uses by a statement.
    holds: '__import__',
    called: true,
    written:
      /__import__['"\]]{0,2}\(\s{0,4}["'](?:os|sys|subprocess|importlib|pty|commands|posix)["']\s{0,4}\)\s{0,4}[.[,)]|\.__subclasses__\(\)\s{0,4}(?:\[\d|if\b|\)?\s{0,4}if\b)|__self__\s{0,4}\.\s{0,4}__import__\(/,
    score: 84,
    what: ofPython,
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
    // As the whole statement; a program asks its environment for what it needs, and answers with something else.
    holds: 'process.env',
    written:
      /^[\s;})'"]{0,8}(?:res|resp|response|reply|ctx)\.(?:end|send|json|write|body\s?=)\s?\(?\s?(?:JSON\.stringify\()?process\.env\b(?!\.(?:NODE_ENV|PORT|npm_\w+|\w*VERSION)\b)/,
    score: 62,
    what: 'an answer with the environment',
  },
  {
    // Perl runs what stands in braces behind a reference, in a string as well: a note in a picture, read by ExifTool.
    holds: '\\c${',
    written: /\\c\$\{\s?(?:`|system|exec|qx|@)/,
    score: 82,
    what: drawn,
  },
  {
    // What a class does when it is loaded, before anybody calls it.
    holds: 'static',
    called: true,
    written:
      /(?:\b(?:public|final|abstract)\s{1,4}){0,3}\bclass\s{1,4}\w{1,60}[^{}]{0,120}\{[\s\S]{0,600}?\bstatic\s{0,4}\{[^{}]{0,80}(?:\btry\s{0,4}\{)?[^{}]{0,200}?(?:getRuntime\(\)\s{0,4}\.\s{0,4}exec|\bnew\s{1,4}(?:java\.lang\.)?ProcessBuilder)\(/,
    score: 94,
    what: defined,
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
    // Symfony calls what `_controller` names; its own controllers are classes.
    holds: '_controller=',
    written:
      /(?:^|[?&])_controller=\\?(?:system|exec|passthru|shell_exec|popen|proc_open|phpinfo|assert|file_put_contents|file_get_contents|unserialize|call_user_func(?:_array)?)(?:&|$)/,
    score: 76,
    what: 'a function of PHP as a controller',
  },
  {
    // C’s printf given a format: it writes to, or shows, what lies on the stack.
    holds: '%',
    written:
      /(?:%(?:\d{1,3}\$)?0?\d{0,2}l{0,2}[xp][\s.,:_|-]?){4}|(?:%(?:\d{1,3}\$)?h{0,2}n){3}|(?:%s){6}|%\d{1,4}\$h{0,2}n(?![\w])/,
    score: 60,
    what: 'a format of printf',
  },
  {
    // As the whole value: what a page is written in.
    holds: '__FILE__',
    called: true,
    written:
      /^\W{0,6}(?:echo\s{1,4})?(?:show_source|highlight_file|readfile|file_get_contents|php_strip_whitespace)\(\s{0,4}__FILE__\s{0,4}\)\W{0,6}$/,
    score: 64,
    what: 'the source of a page',
  },
  {
    // Of Visual Basic, as the whole value.
    holds: 'hell("',
    written:
      /^\W{0,6}(?:\w{1,24}\s?=\s?)?(?:VBA\.)?Shell\("(?:\S{0,60}\\)?(?:cmd|powershell|mshta|wscript|cscript|rundll32)(?:\.exe)?[ "][^\n]{0,200}\)\W{0,6}$/i,
    score: 66,
    what: 'the shell of Windows by Visual Basic',
  },
  {
    // Tcl, which puts the answer of what stands in brackets in their place.
    holds: '[open ',
    written: /\[open\s{1,4}["{]\|\s{0,4}\w/,
    score: 72,
    what: 'a command that is opened',
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
  {
    holds: 'Kernel.`',
    called: true,
    written: /\bKernel\.`\s{0,4}\(/,
    score: 82,
    what: 'a command of Ruby',
  },
  {
    holds: 'os:cmd(',
    written: /\bos:cmd\(\s{0,4}["'<]/,
    score: 78,
    what: 'os:cmd()',
  },
  {
    // A line of Ruby that connects.
    holds: 'TCPSocket',
    written:
      /;\s{0,4}(?:\w{1,16}\s{0,2}=\s{0,2})?TCPSocket\.(?:new|open)\(\s{0,4}["'][\w.:-]{1,80}["']\s{0,4},/,
    score: 66,
    what: 'a connection on one line',
  },
  {
    holds: 'scala.sys.process',
    written:
      /\bscala\.sys\.process\._\s{0,4};\s{0,4}(?:"[^"\n]{1,200}"|Seq\([^()\n]{1,200}\))\s{0,4}\.?\s{0,4}!/,
    score: 80,
    what: 'a process of Scala',
  },
  {
    // Drupal calls what a form names so.
    holds: '[#',
    written:
      /\[#(?:pre_render|post_render|lazy_builder|access_callback|value_callback|after_build|element_validate|process)\](?:\[|\s{0,2}=|$)/,
    score: 78,
    what: 'a callback of a form',
  },
  {
    // Yii makes an object of the class, and hands it what stands beside.
    holds: '__construct()',
    written:
      /"(?:__)?class"\s{0,4}:\s{0,4}"\w{1,60}(?:\\{1,2}\w{1,60}){1,8}"[^{}]{0,400}?"__construct\(\)"\s{0,4}:/,
    score: 82,
    what: 'an object of a class by its name',
  },
  {
    holds: 'java.net.URL(',
    written:
      /\bnew\s{1,4}java\.net\.URL\(\s{0,4}["'][a-z]{3,8}:[^"'\n]{1,200}["']\s{0,4}\)\s{0,4}\.\s{0,4}(?:open|getContent|text\b)/,
    score: 66,
    what: 'an address that Java opens',
  },
  {
    // By its full name, as a statement of its own: programs import what they use.
    holds: 'new java.',
    called: true,
    written:
      /\bnew\s{1,4}java\.(?:io\.(?:File(?:InputStream|OutputStream|Reader|Writer)?|RandomAccessFile|PrintWriter)|net\.(?:Server)?Socket|net\.URL)\(\s{0,4}["'][^"'\n]{1,200}["']\s{0,4}[,)]/,
    score: 62,
    what: 'a file or a connection of Java',
  },
  {
    holds: '.loads(',
    written: /\b(?:c?[pP]ickle|dill|marshal)\.loads\(\s{0,4}b?["'](?:\\x80|gA|c|\([cdlit])/,
    score: 70,
    what: 'a pickle that is read',
  },
  {
    // What was read is code, and nobody hides what he made himself.
    holds: 'decode',
    called: true,
    written:
      /\b(?:(?:c?[pP]ickle|dill|marshal)\.loads|Marshal\.load|YAML\.(?:unsafe_)?load|unserialize)\(\s{0,4}(?:base64\.b64decode|Base64\.(?:strict_|urlsafe_)?decode64|base64_decode)\(\s{0,4}(?:b?["'](?:gA|BAh|Tz|Yz|KGl|Y[23])|params\[|request\.|cookies\[|\$_(?:GET|POST|REQUEST|COOKIE)\b)/,
    score: 74,
    what: 'an object that is read',
  },
  {
    holds: 'URLClassLoader',
    called: true,
    written:
      /\bnew\s{1,4}(?:java\.net\.)?URLClassLoader\(\s{0,4}new\s{1,4}(?:java\.net\.)?URL\[\]\s{0,4}\{\s{0,4}new\s{1,4}(?:java\.net\.)?URL\(\s{0,4}["'](?:https?|ftp|jar):/,
    score: 80,
    what: 'classes from elsewhere',
  },
  {
    // The fifth argument of PHP's goes to sendmail.
    holds: 'mail(',
    written:
      /\bmail\((?:\s{0,4}["'][^"'\n]{0,120}["']\s{0,4},){4}\s{0,4}["'][^"'\n]{0,80}-(?:X|O|be|C)\s?[\w/.$]/,
    score: 78,
    what: 'options of sendmail',
  },
  {
    holds: '%pipe%',
    written: /\(%pipe%\s{0,4}[\w./"'$]/,
    score: 84,
    what: drawn,
  },
  {
    // ImageMagick hands an address to a command.
    holds: 'url(',
    written: /\burl\(\s{0,4}(?:https?|ftp):[^()\s"`]{0,200}["`]\s{0,2}[|;&]\s{0,2}[\w./`$]/,
    score: 82,
    what: drawn,
  },
  {
    // Python runs what makes a decorator or a default when it reads the function.
    holds: 'def ',
    written:
      /(?:^|\n)[ \t]{0,16}@(?:exec|eval|compile|__import__)\([^\n]{0,2000}\n\s{0,16}(?:@[^\n]{0,200}\n\s{0,16})?(?:async\s)?def\s|\bdef\s{1,4}\w{1,60}\([^()\n]{0,200}=\s{0,4}(?:exec|eval|__import__)\(/,
    score: 94,
    what: defined,
  },
];
