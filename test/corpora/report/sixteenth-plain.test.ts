// Plain requests of many products with passwords, searches and names that look odd, and posts of a developers' forum.
import { holds } from './held.ts';

holds('sixteenth', [
  { set: 'plain-requests', mayBe: 0.0481 },
  { set: 'further-plain-requests', mayBe: 0.0309 },
  { set: 'posts', mayBe: 0.0548 },
]);
