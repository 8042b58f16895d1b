import { cases } from '../cases.ts';

export default cases({
  turns: [
    ['c^m"d\' \\Whoami', 'cmd whoami'],
    ['cat   /etc/passwd', 'cat/etc/passwd'],
    ['foo ( bar', 'foo( bar'],
    ['a,b;c', 'a b c'],
    ['a,; ,b', 'a b'],
    ['a\t\r\nb', 'a b'],
    [' a ', ' a '],
    ['ls ,/tmp', 'ls/tmp'],
    ['À', 'À'],
  ],
});
