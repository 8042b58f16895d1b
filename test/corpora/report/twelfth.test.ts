// Plain requests of many products, posts of developers, benign texts, everyday attacks and attacks in base64.
import { holds } from './held.ts';

holds('twelfth', [
  { set: 'plain-requests', mayBe: 0.0013 },
  { set: 'further-plain-requests', mayBe: 0.047 },
  { set: 'posts', mayBe: 0.0431 },
  { set: 'benign', mayBe: 0.0068 },
  { set: 'attacks', refused: 0.9996 },
  { set: 'wrapped', refused: 1 },
]);
