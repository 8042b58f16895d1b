import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  detectNosqlKey,
  detectPrototypeKey,
  injections,
} from '../../src/guard/decide/waf/detect/injections.ts';
import { linear, linearIn } from './linear.ts';

const values = (family: string): string[] =>
  readFileSync(new URL(`../corpora/${family}.attacks.jsonl`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { value: string }).value);

// What the families are made of, whole and broken.
const units = (
  '{{ {{a {{a}} ${ #{ {% <% <%=a%> <#if␠ #set( @( @a.b $a.b T(a.b [= { } " \' \\" ( () a( eval( $a( require( ")( ]( ' +
  "){ ) (a= *)( *( or␠ '␠or␠ :: a:: $gt {$gt: || '|| ; ';return␠1 db. while( sleep( \n \r\n a:b\n \nTo:␠a@b\n " +
  '\nSet-Cookie:␠a=b\n <!ENTITY␠ <!DOCTYPE␠ <!ENTITY␠a␠" <xsl:a␠select=" <!--# <!--#exec␠cmd= <esi: __proto__ ' +
  '.__proto__ constructor. constructor.prototype rO0AB eJ eJxx␠ H4sI BAh Y3 O:1:" O:8:"a": a:1:{ !!python/ ! ' +
  '"@type":" ": <a.b <object␠ $1: _$$ND_ <? <?php␠ $_GET[ ` echo␠` %x( qx( . process. java.lang.Runtime __ @x␠- ' +
  'count( name(/* \']␠|␠ [ {" "$where": \\u005f (((a new␠ = /* */( system/* A1␠LIST\n x:y - @java. ' +
  "#_memberAccess {system( {$smarty [[ ~{ ${a:- ${lower:a} aced0005 gASV (os\n cos\nsystem\n []`?'<%"
)
  .split(' ')
  .map((unit) => unit.replaceAll('␠', ' '));

const piece = fc.oneof(
  fc.constantFrom(...units),
  fc.string({ maxLength: 6 }),
  fc.string({ unit: 'binary', maxLength: 3 }),
);
const soup = fc.array(piece, { maxLength: 30 }).map((parts) => parts.join(''));

for (const { family, detect } of injections) {
  const attacks = fc.constantFrom(...values(family));
  // Attacks with pieces cut out of them, and others put in.
  const broken = fc
    .tuple(attacks, fc.nat(200), fc.nat(20), piece)
    .map(([text, at, cut, put]) => text.slice(0, at) + put + text.slice(at + cut));

  test(`${family}: never throws, gives the same twice, and a range inside the text`, () => {
    fc.assert(
      fc.property(fc.oneof(soup, broken), (text) => {
        const found = detect(text);
        assert.deepEqual(detect(text), found);
        if (found === null) return;
        assert.equal(found.family, family);
        assert.ok(found.score >= 30 && found.score <= 100 && found.what !== '', JSON.stringify(found));
        assert.ok(
          found.from >= 0 && found.from <= found.to && found.to <= text.length,
          JSON.stringify(found),
        );
      }),
      { numRuns: 1500 },
    );
  });

  test(`${family}: takes time in proportion to the length, whatever is repeated`, () => {
    for (const unit of units)
      linear(`${family} of ${JSON.stringify(unit)}`, detect, unit.repeat(Math.ceil(65_536 / unit.length)));
  });

  test(`${family}: takes time in proportion to the length, whatever follows a beginning`, () => {
    for (const begin of units)
      for (const filler of [' ', '\n', '(', 'a', '.', '/', '\\', "'"])
        for (const end of ['', '!'])
          linearIn(
            `${family} of ${JSON.stringify(begin)}, many ${JSON.stringify(filler)} and ${JSON.stringify(end)}`,
            detect,
            (count) => begin + filler.repeat(count) + end,
            16_000,
          );
  });
}

test('names of arguments are judged without a throw, in linear time', () => {
  for (const detect of [detectNosqlKey, detectPrototypeKey]) {
    fc.assert(fc.property(soup, (name) => void detect(name)));
    for (const unit of ['$', '$a', '[$ne', '__proto__', 'constructor', 'constructor.', '__pro', 'proto'])
      linear(unit, detect, unit.repeat(Math.ceil(65_536 / unit.length)));
  }
});
