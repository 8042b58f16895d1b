// What the eighteenth trial showed, each class beside what looks like it and means no harm.
import { test } from 'node:test';
import type { Detector } from '../../../src/guard/decide/waf/detect/finding.ts';
import { detectSql } from '../../../src/guard/decide/waf/detect/sql/sql.ts';
import { blocks, passes } from './judged.ts';

const classes: readonly [string, Detector, readonly string[], readonly string[]][] = [
  [
    'a word that is an operator or a verb in one dialect names a table or a column in another',
    detectSql,
    [
      "9'; update member set role='owner' where name='kim'-- ",
      "9'; insert into member(name) values('eve')-- ",
      '9; delete from member where id=7 or 1=1',
      '9 and (select length(pass) from member where id=2)=40',
      "9' group by member.id having 5=5-- ",
      "9'; update backup set owner='eve'-- ",
      "9'; insert into offset values(1)-- ",
      "9' and (select count(*) from print)>0-- ",
      "9'; handler member open-- ",
    ],
    [
      'Update: member set sizes are in stock',
      'insert into member folder the new card',
      "the gym's member group by age; escape room at 5",
      'select a table from call center staff',
      'delete from backup, then restore',
      'a member of the group or escape plan',
    ],
  ],
  [
    'EXECUTE AS takes the place of another user',
    detectSql,
    ["9'; execute as login='sa'-- ", "9'; execute as user = 'dbo'; select 1-- ", "9; exec as user='dbo'"],
    ['execute as user requested', "it's best; execute as login allows", 'exec as user of the month'],
  ],
];

for (const [name, detect, attacks, benign] of classes)
  test(name, () => {
    blocks(detect, attacks);
    passes(detect, benign);
  });
