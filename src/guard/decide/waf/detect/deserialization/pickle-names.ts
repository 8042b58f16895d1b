/** Modules whose functions run programs or code, open files, make connections or reach such functions. */
const modules = new Set(
  (
    'os posix nt posixpath ntpath subprocess commands sys pty popen2 runpy importlib imp zipimport pkgutil builtins ' +
    '__builtin__ ctypes _ctypes cffi socket _socket socketserver ssl shutil platform webbrowser antigravity timeit ' +
    'code codeop marshal pickle _pickle cPickle dill cloudpickle shelve dbm multiprocessing _posixsubprocess asyncio ' +
    'concurrent threading _thread signal gc inspect types operator _operator functools _functools itertools pydoc ' +
    'cProfile profile pdb bdb trace doctest unittest distutils setuptools pip site ensurepip venv lib2to3 idlelib ' +
    'linecache fileinput tempfile glob urllib urllib2 requests httplib http ftplib smtplib telnetlib xmlrpc ' +
    'test __main__ _aix_support _osx_support sysconfig mimetypes'
  ).split(' '),
);

/** Functions that do the same in whatever module they stand. */
const functions = new Set(
  (
    'system popen Popen spawn eval exec execfile compile open open_code FileIO getattr __import__ import_module ' +
    'load_module runstring runcode runsource runctx run_path run_module getoutput getstatusoutput check_output ' +
    'check_call pipepager tempfilepager'
  ).split(' '),
);

/** What data is made with, by its module. */
const data: Readonly<Record<string, ReadonlySet<string>>> = {
  builtins: namesOf(
    'set frozenset object complex range slice bytearray bytes int float bool str list dict tuple',
  ),
  __builtin__: namesOf(
    'set frozenset object complex xrange slice bytearray unicode str int long float list dict tuple',
  ),
  collections: namesOf('OrderedDict defaultdict deque Counter ChainMap UserDict UserList UserString'),
  datetime: namesOf('date time datetime timedelta timezone'),
  decimal: namesOf('Decimal'),
  fractions: namesOf('Fraction'),
  copyreg: namesOf('_reconstructor __newobj__'),
  copy_reg: namesOf('_reconstructor __newobj__'),
  uuid: namesOf('UUID SafeUUID'),
  array: namesOf('array _array_reconstructor'),
  _codecs: namesOf('encode'),
};

function namesOf(list: string): ReadonlySet<string> {
  return new Set(list.split(' '));
}

/** A name as `find_class` takes it: of a module, or of a member and its members. */
const dotted = /^[A-Za-z_][\w.]{0,80}$/;

export const isDotted = (name: string): boolean => dotted.test(name);

/** What `module.member` amounts to where it is called: 0 makes data, 1 is of a class nobody here knows, 2 does harm. */
export function harmOf(module: string, member: string): 0 | 1 | 2 {
  if (Object.hasOwn(data, module) && data[module]!.has(member)) return 0;
  const path = member.split('.');
  if (modules.has(module.split('.', 1)[0]!) || functions.has(path.at(-1)!)) return 2;
  return path.length > 1 && path.some((part) => modules.has(part.replace(/^_/, '')) || part.startsWith('__'))
    ? 2
    : 1;
}
