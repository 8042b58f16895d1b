/** What the first argument of a call must be for the call to mean anything. */
export const LITERAL = 1;
/** Anything but nothing. */
export const GIVEN = 2;
/** Nothing, or anything. */
export const FREE = 3;
/** A literal that names a file by its path, or an address. */
export const PLACE = 4;
/** The name of a PHP function as a string. */
export const CALLABLE = 5;
/** A string that names a Java class. */
export const CLASS = 6;
/** A string that names one of Node’s modules with which to leave the program. */
export const MODULE = 7;
/** A function that makes code of a string: `Function`, `eval`. */
export const MAKER = 8;
/** A symbol of Ruby that names a function no program should call by its name. */
export const SYMBOL = 9;
/** The start of a process that is a shell. */
export const STARTED = 10;
/** A command that administers a store. */
export const ADMIN = 11;

/** The name of a class of Windows that starts programs or opens files. */
export const PROGRAM = 12;
/** A string that holds a call itself. */
export const CALLING = 13;

/** What a function is to an intruder. */
export interface Verb {
  readonly score: number;
  readonly needs: number;
  /** What must stand before it (`os.system`); null when it may stand alone or behind anything. */
  readonly on: ReadonlySet<string> | null;
  /** It may also stand alone, though `on` names what else it may stand behind. */
  readonly alone: boolean;
}

const verbs = new Map<string, Verb[]>();

function add(names: string, score: number, needs: number, on = '', alone = on === ''): void {
  const owners = on === '' ? null : new Set(on.split(' '));
  for (const name of names.split(' ')) {
    const known = verbs.get(name);
    const verb: Verb = { score, needs, on: owners, alone };
    if (known === undefined) verbs.set(name, [verb]);
    else known.push(verb);
  }
}

// PHP
add('passthru shell_exec proc_open pcntl_exec create_function', 88, GIVEN);
add('phpinfo', 85, FREE);
add('php_uname get_current_user phpversion get_loaded_extensions get_defined_vars zend_version', 65, FREE);
add(
  'call_user_func call_user_func_array array_map array_filter array_walk usort uasort uksort register_shutdown_function register_tick_function ob_start',
  85,
  CALLABLE,
);
add('assert', 72, LITERAL);
// What a request holds becomes variables; of an array of one’s own it is everyday.
add('extract parse_str', 40, LITERAL);
add('file_get_contents readfile fopen highlight_file show_source opendir scandir parse_ini_file', 65, PLACE);
add('file_put_contents move_uploaded_file fwrite', 70, LITERAL);
add('scandir readfile highlight_file show_source', 60, LITERAL);
add('glob', 60, PLACE);
add(
  'ini_set ini_get putenv dl error_log base64_decode gzinflate str_rot13 unserialize fsockopen posix_getpwuid get_cfg_var',
  55,
  LITERAL,
);
// Shared by many languages
add('system', 86, LITERAL, 'os Kernel posix POSIX CORE ffi child_process subprocess self CDLL cdll', true);
add('exec', 86, LITERAL, 'child_process os Kernel cp posix Process builtins __builtins__', true);
add('popen', 84, LITERAL, 'os IO io subprocess platform', true);
add('eval', 80, LITERAL, 'window global globalThis vm Kernel Eval builtins __builtins__ JShell', true);
add('execfile execl execlp execv execve', 75, LITERAL, 'os', true);
// Node
add(
  'execSync spawnSync execFileSync execFile spawn fork',
  86,
  LITERAL,
  'child_process cp Process Kernel',
  true,
);
add('require import', 60, MODULE, 'mainModule process module', true);
// Deno, Bun
add('run', 84, GIVEN, 'Deno');
add('Command', 84, LITERAL, 'Deno');
add('spawn spawnSync', 84, GIVEN, 'Bun');
add('binding dlopen', 86, GIVEN, 'process');
add('exit kill abort', 58, FREE, 'process');
add('getReport writeReport', 70, FREE, 'process.report');
add('readFileSync readFile readdirSync readdir createReadStream', 66, PLACE, '', true);
add('writeFileSync unlinkSync rmSync appendFileSync', 62, LITERAL, 'fs', true);
add('runInNewContext runInThisContext runInContext', 80, LITERAL, 'vm', true);
add('Function', 80, LITERAL);
add('construct apply', 84, MAKER, 'Reflect');
// Java, Groovy, .NET
add('getRuntime', 86, FREE, 'Runtime');
add('ProcessBuilder', 86, GIVEN, 'new lang', true);
add('forName loadClass', 86, CLASS);
add('GetType', 80, CLASS, 'Type');
add('getEngineByName getEngineByExtension getEngineByMimeType', 84, LITERAL);
add('getProperty getenv', 55, LITERAL, 'System');
add('getenv', 55, LITERAL, 'Sys');
add('readAllLines readAllBytes readString', 70, GIVEN, 'Files');
add('me', 82, LITERAL, 'Eval');
add('evaluate parse', 84, LITERAL, 'GroovyShell');
add('lookup', 84, PLACE, 'InitialContext');
add('Start', 86, LITERAL, 'Process');
add('Start', 82, STARTED, 'Process');
add('ReadAllText ReadAllLines', 65, PLACE, 'File');
add('Delete Move Copy WriteAllText AppendAllText', 62, PLACE, 'File');
add('CreateObject', 82, LITERAL, 'Server', true);
add('GetObject', 70, LITERAL);
add('ActiveXObject', 82, PROGRAM);
add('Eval', 70, CALLING);
// Python
add('__import__', 90, LITERAL);
add('run call Popen check_output check_call getoutput getstatusoutput', 86, GIVEN, 'subprocess commands');
add('import_module', 78, LITERAL, 'importlib', true);
add('listdir remove unlink rmdir getenv spawnl spawnlp execvp', 62, LITERAL, 'os');
add('getcwd getuid uname', 62, FREE, 'os');
add('spawn', 86, GIVEN, 'pty');
add('create_subprocess_shell create_subprocess_exec', 86, LITERAL, 'asyncio', true);
add('open', 62, PLACE, 'builtins io codecs File IO Pathname', true);
// Ruby, Perl, Lua, Go, Elixir
add('capture2 capture2e capture3 popen3', 84, LITERAL, 'Open3');
add('read readlines binread', 66, PLACE, 'File IO');
add('entries glob children', 60, LITERAL, 'Dir');
add('instance_eval class_eval module_eval', 82, LITERAL);
add('execute', 84, LITERAL, 'os');
add('loadstring', 75, LITERAL);
add('loadlib', 78, LITERAL, 'package', true);
add('call pcall', 70, ADMIN, 'redis');
add('send __send__ public_send method instance_method', 84, SYMBOL, '', true);
add('Command', 74, LITERAL, 'exec');
add('cmd', 76, LITERAL, 'System os');

/** What is known of a function of that name; undefined for the many that harm nobody. */
export const verbsOf = (name: string): readonly Verb[] | undefined => verbs.get(name);

/** Functions with which a probe shows that it ran: of weight only behind a break-out, or around a hash. */
export const showing = new Set(
  'print printf echo var_dump print_r die exit sleep usleep md5 write println puts send end'.split(' '),
);

/** Functions whose result over a constant is what a probe looks for. */
export const hashing = new Set(
  'md5 sha1 crc32 base64_decode strrev str_rot13 bin2hex scandir getcwd get_current_user php_uname phpversion'.split(
    ' ',
  ),
);

/** What makes code of what was hidden, read or asked for. */
export const decoding = new Set(
  'base64_decode gzinflate gzuncompress gzdecode str_rot13 hex2bin pack chr compile input raw_input atob unescape decodeURIComponent fromCharCode from file_get_contents require __import__ open getattr get_option b64decode decode decompress join strrev urldecode rawurldecode convert_uudecode'.split(
    ' ',
  ),
);

/** Words that stand before an expression without being part of prose. */
export const openers = new Set(
  'echo print return new await yield and or not if while elseif else do throw die exit puts println require include in assert eval exec const let var import unless raise lambda'.split(
    ' ',
  ),
);

/** Names of functions that no string should spell out to be called. */
export const spelled = new Set(
  'system exec passthru shell_exec popen proc_open phpinfo assert eval call_user_func file_get_contents file_put_contents readfile show_source highlight_file pcntl_exec print_r var_dump printf md5 create_function'.split(
    ' ',
  ),
);

export const modules =
  /^(node:)?(child_process|fs|fs\/promises|os|vm|net|http|https|dgram|cluster|repl|worker_threads)$/;
