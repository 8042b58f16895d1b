import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { returnedPolicyShape } from '../../src/define/model/policy.ts';
import {
  canonicalPath,
  canonicalQuery,
  canonicalRequest,
} from '../../src/guard/decide/authorize/iam/canonical.ts';
import { claimOf } from '../../src/guard/decide/authorize/iam/claim.ts';
import { readOutput } from '../../src/guard/decide/authorize/lambda/output.ts';
import { basicCredentials } from '../../src/guard/decide/authorize/password/credentials.ts';
import { glob } from '../../src/guard/decide/authorize/policy/glob.ts';
import { conditionKeys } from '../../src/guard/decide/authorize/policy/keys.ts';
import { compilePolicy } from '../../src/guard/decide/authorize/policy/policy.ts';
import { requestedAt } from '../../src/guard/decide/authorize/policy/requested.ts';
import { routed, siteOf } from '../units/dispatch/site.ts';
import { paperRequest } from '../units/paper-wire.ts';

const runs = { numRuns: 3000 };
const site = siteOf({ settings: {} });
const keys = conditionKeys(site);
const bytes = fc.string({ unit: fc.integer({ min: 0x20, max: 0xff }).map((c) => String.fromCharCode(c)) });
const segment = fc.oneof(
  fc.constantFrom('admin', 'a', '%61', '%2F', '%2f', '*', '%2A', '', '.', '%25', '?', '$', '{x}', 'é'),
  bytes.map((text) => text.replace(/[/?#]/g, '')),
);
const path = fc.array(segment, { maxLength: 6 }).map((parts) => `/${parts.join('/')}`);

test('a star matches what a regular expression with .* matches', () => {
  const small = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?', '.') });
  fc.assert(
    fc.property(small, small, (pattern, text) => {
      const source = pattern.replaceAll('.', '\\.').replaceAll('*', '[^]*').replaceAll('?', '[^]');
      assert.equal(glob(pattern, null)(text, paperRequest()), new RegExp(`^${source}$`).test(text));
    }),
    runs,
  );
});

test('a policy made from a method ARN allows that request, and no other path', () => {
  fc.assert(
    fc.property(path, path, (one, other) => {
      const requestedOf = requestedAt(site);
      const first = requestedOf(routed(paperRequest({ target: one }), null, one));
      const second = requestedOf(routed(paperRequest({ target: other }), null, other));
      const policy = compilePolicy(
        { Statement: [{ Effect: 'Allow', Action: '*', Resource: first.arn }] },
        { keys, apiArn: '' },
      );
      const x = paperRequest();
      if (!first.arn.includes('?')) {
        assert.equal(policy(x, first), 'allow');
        assert.equal(policy(x, second) === 'allow', first.arn === second.arn);
      }
    }),
    runs,
  );
});

test('whatever a function answers, it is an answer or a sentence', () => {
  const form = { by: 'x', keys, simple: false, nested: false };
  const policy = fc.record({
    principalId: fc.oneof(fc.string(), fc.integer()),
    policyDocument: fc.record({
      Statement: fc.oneof(
        fc.json().map((text) => JSON.parse(text) as unknown),
        fc.array(
          fc.record({
            Effect: fc.constantFrom('Allow', 'Deny', 'allow'),
            Action: fc.constantFrom('*', 'execute-api:Invoke', ['a', '*']),
            Resource: fc.oneof(fc.string(), fc.array(fc.string(), { minLength: 1 })),
            Condition: fc.dictionary(
              fc.constantFrom('StringLike', 'IpAddress', 'DateLessThan', 'Null', 'ForAnyValue:ArnLike', 'X'),
              fc.dictionary(fc.constantFrom('aws:SourceIp', 'aws:UserAgent', 'x', '__proto__'), fc.string()),
            ),
          }),
          { minLength: 1 },
        ),
      ),
    }),
    context: fc.oneof(fc.dictionary(fc.string(), fc.jsonValue()), fc.string()),
  });
  fc.assert(
    fc.property(
      fc.oneof(
        fc.json(),
        fc.string(),
        policy.map((p) => JSON.stringify(p)),
      ),
      (payload) => {
        const read = readOutput(payload, form);
        if (typeof read === 'string') assert.ok(read.length > 0);
        else
          assert.ok(
            ['allow', 'deny', 'neither'].includes(read.policy(paperRequest(), { arn: 'a', also: null })),
          );
      },
    ),
    runs,
  );
});

test('no head makes the readers of credentials throw, and what is canonical is so once and for all', () => {
  const authorization = fc.oneof(
    bytes,
    bytes.map((text) => `Basic ${text}`),
    bytes.map((text) => `Basic ${Buffer.from(text, 'latin1').toString('base64')}`),
    fc
      .tuple(bytes, bytes, fc.constantFrom('host', 'host;x-amz-date', ';', 'a b'), bytes)
      .map(
        ([a, b, h, s]) => `AWS4-HMAC-SHA256 Credential=${a}/${b}/c/d/e, SignedHeaders=${h}, Signature=${s}`,
      ),
  );
  fc.assert(
    fc.property(authorization, path, bytes, (value, target, query) => {
      const x = paperRequest({
        target: `${target}?X-Amz-Algorithm=AWS4-HMAC-SHA256&${query.replaceAll('#', '')}`,
        headers: ['Host', 'a', 'X-Amz-Date', '20260101T000000Z', 'Authorization', value],
      });
      basicCredentials(x);
      const claim = claimOf(x);
      if (claim !== null && typeof claim !== 'string') canonicalRequest(x, claim, 'hash');
      const sorted = canonicalQuery(x.query);
      assert.equal(canonicalQuery(sorted), sorted);
      assert.match(canonicalPath(x.path), /^\/[\x21-\x7e]*$/);
    }),
    runs,
  );
});

test('no policy document that reads well fails to compile', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const read = returnedPolicyShape.safeParse(value);
      if (read.success) compilePolicy(read.data, { keys, apiArn: '' });
    }),
    runs,
  );
});
