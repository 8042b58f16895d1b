// What libxml answers otherwise for, beside texts with the same words that no expression goes through.
import { test } from 'node:test';
import { detectXpath } from '../../../../src/guard/decide/waf/detect/xpath/xpath.ts';
import { blocks, passes } from '../judged.ts';

test('what leaves a literal, a number or a predicate, and is XPath to its end, is an attack', () => {
  blocks(detectXpath, [
    "x' or . or '",
    '\'=translate(../pass,"x","a") or \'x',
    "zz' or (count(//user)>-1)\nor  'a'='b",
    "x' or concat(count(//user[1]/pass),2)=''='",
    'x"=translate(//*[name()="pass"],\'1\',\'\')*-1 or "x',
    "zz') or\n(starts-with(pass,\"a\"))\nor  ('a'='b",
    '1]/*|//a[1',
    '1]/..|//a[1',
    "9 or(starts-with(pass,'a'))",
    '-1 or(//user)',
    "'x' or contains(pass,'a')",
    "(translate(/*/*[1]/*[2],'a',''))",
  ]);
});

test('words between quotes, steps behind a bracket and other languages’ operators are none', () => {
  passes(detectXpath, [
    "boys' or girls' clothes",
    "rock 'n' roll or 'blues'",
    "the '90s' or 'the '80s",
    "'yes' or 'no' or 'maybe",
    "5' or 6' tall",
    '1 or 2',
    '1 or . as you like',
    '1]/2',
    'a[0]/b[1]',
    '0]/items/2',
    'a or //b',
    'sum(//x)',
    '1 - 2/3 or 4',
  ]);
});
