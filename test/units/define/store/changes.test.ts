import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Definition } from '../../../../src/define/model/definition.ts';
import type { WebAclAssociation } from '../../../../src/define/model/web-acl.ts';
import { type Change, Changes } from '../../../../src/define/store/changes.ts';
import { dangling } from '../../../../src/define/store/dangling.ts';
import { StateFile } from '../../../../src/define/store/state-file.ts';
import { rateRule, smallDefinition } from '../../../definition.ts';
import { temporaryFolder } from '../../../folders.ts';

const read = smallDefinition({ rules: [rateRule(100)] });
const [association] = read.associations as [WebAclAssociation];
const [acl] = read.webAcls as [Definition['webAcls'][number]];
const made: WebAclAssociation = { ...association, id: 'aws-endpoint/associations/x' };

function changed(t: TestContext, ...changes: readonly Change[]): Changes {
  const file = new StateFile(temporaryFolder(t));
  t.after(() => file.close());
  const kept = new Changes(file);
  for (const change of changes) kept.keep([change], read, () => {});
  return kept;
}

const moved = (line: number): Definition => ({
  ...read,
  webAcls: [
    {
      ...{ ...acl, origin: { ...acl.origin, line } },
      rules: acl.rules.map((rule) => ({ ...rule, origin: { ...rule.origin, line: line + 1 } })),
    },
  ],
});

test('a stage whose web ACL was taken away and another given over the API has the one of a file that says something new', (t) => {
  const gone: Change = { of: 'associations', id: association.id, element: null };
  const kept = changed(t, gone, { of: 'associations', id: made.id, element: made });
  assert.deepEqual(kept.over(read).associations, [made]);
  const said = { ...association, webAclArn: `${association.webAclArn}2` };
  assert.deepEqual(kept.over({ ...read, associations: [said] }).associations, [said]);
});

test('a web ACL that was changed stands where the file has it now, and so do its rules that were not changed', (t) => {
  const [rule] = acl.rules as [(typeof acl.rules)[number]];
  const added = { ...rule, id: 'small/Acl/added', name: 'added', priority: 2 };
  const element = { ...acl, rules: [rule, added] };
  const kept = changed(t, { of: 'webAcls', id: acl.id, element });
  const [now] = kept.over(moved(7)).webAcls;
  assert.deepEqual(
    [now!.origin.line, now!.rules.map((r) => [r.name, r.origin.line])],
    [
      7,
      [
        ['rate', 8],
        ['added', 0],
      ],
    ],
  );
});

test('what a file no longer has and a change still refers to is told, and so is the other way about', (t) => {
  const kept = changed(t, { of: 'associations', id: made.id, element: made });
  assert.equal(dangling(kept.over(read)), null);
  const without = { ...read, webAcls: [], associations: [] };
  const note = dangling(kept.over(without));
  assert.equal(note!.code, 'change.dangling');
  assert.match(note!.message, /small-acl.* in front of .*stages\/prod, is gone/);
  const refers = {
    ...acl.rules[0]!,
    statement: { NotStatement: { Statement: { IPSetReferenceStatement: { ARN: 'a' } } } },
  };
  const lost = dangling({ ...read, webAcls: [{ ...acl, rules: [refers] }] });
  assert.match(lost!.message, /^a, which stands in the rule rate of small-acl, is gone/);
  assert.equal(
    dangling({ ...read, apis: [], webAcls: [] }),
    null,
    'where there is no such stage, none is bared',
  );
});
