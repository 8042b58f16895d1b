import { cases } from '../cases.ts';

export default cases({
  turns: [
    ['%41%6a+%2B', 'Aj +'],
    ['%u0041%U0062', 'Ab'],
    ['%uff1cscript%uFF1e', '<script>'],
    ['%uff01%uff5e', '!~'],
    ['%uff00%uff5f', '\x00\x5f'],
    ['%u01fe', '\xfe'],
    ['%u00g1%u12%', '%u00g1%u12%'],
    ['%u002541', '%41'],
  ],
});
