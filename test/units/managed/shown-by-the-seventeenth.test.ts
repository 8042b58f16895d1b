// What the seventeenth trial showed of requests as a whole, each with what it lies close to.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blockedBy } from '../../corpora/report/default-set.ts';

const json = (body: string): string =>
  blockedBy({ method: 'POST', target: '/a', headers: ['Content-Type', 'application/json'], body });

test('an operator of an update that is given a number or a text changes nothing, and passes', () => {
  for (const body of [
    '{"$set": 1}',
    '{"a":{"$push":"x"}}',
    '{"q":"{\\"$set\\": 1}"}',
    '{"$inc":true}',
    '{"$setOnInsert":1}',
  ])
    assert.equal(json(body), '', body);
  for (const body of [
    '{"$set":{"role":"admin"}}',
    '{"a":{"$push":{"roles":"admin"}}}',
    '{"q":"{\\"$set\\": {\\"role\\":1}}"}',
    '{"$set":1,"$set":{"role":"admin"}}',
    '{"$set":[{"role":"admin"}]}',
    '{"$unset":"password"}',
    '[{"$group":{"_id":"$role","all":{"$push":"$password"}}}]',
  ])
    assert.notEqual(json(body), '', body);
});

test('what has Solr load templates and files of whoever asks is refused', () => {
  for (const body of [
    '{"update-queryresponsewriter":{"class":"solr.VelocityResponseWriter","params.resource.loader.enabled":"true"}}',
    '{"set-property":{"requestDispatcher.requestParsers.enableRemoteStreaming":true}}',
    '{"enableStreamBody":true}',
  ])
    assert.notEqual(json(body), '', body);
  for (const body of ['{"resource.loader":"file"}', '{"enabled":true}', '{"enableRemoteAccess":true}'])
    assert.equal(json(body), '', body);
});
