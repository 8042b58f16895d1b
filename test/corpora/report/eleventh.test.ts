// Everyday attacks, posts of developers, plain requests and benign texts.
import { holds } from './held.ts';

holds('eleventh', [
  { set: 'attacks', refused: 0.992 },
  { set: 'attacks', where: 'further', refused: 0.996 },
  { set: 'posts', mayBe: 0.0205 },
  { set: 'plain-requests', mayBe: 0.0128 },
  { set: 'benign', mayBe: 0.0095 },
]);
