// Plain requests of everyday products above all, posts, and everyday attacks.
import { holds } from './held.ts';

holds('fourteenth', [
  { set: 'plain-requests', mayBe: 0 },
  { set: 'posts', mayBe: 0 },
  { set: 'attacks', refused: 0.9986 },
  { set: 'attacks', where: 'wrapped', refused: 1 },
  { set: 'further-plain-requests', mayBe: 0.0243 },
  { set: 'hard-plain-requests', mayBe: 0.0481 },
]);
