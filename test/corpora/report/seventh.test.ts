// Values in thirty places, whole requests and posts.
import { holds } from './held.ts';

holds('seventh', [
  { set: 'attacks', refused: 0.982, leastRefused: 0.8 },
  { set: 'attacks', where: 'further', refused: 0.984, leastRefused: 0.9 },
  { set: 'attack-requests', refused: 0.955 },
  { set: 'benign', mayBe: 0.003, mostMayBe: 0.047 },
  { set: 'plain-requests', mayBe: 0 },
  { set: 'posts', mayBe: 0.047 },
]);
