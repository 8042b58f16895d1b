// Plain requests of products of many kinds, requests of developers, posts and what people type into fields.
import { holds } from './held.ts';

holds('fifteenth', [
  { set: 'plain-requests', mayBe: 0.0044 },
  { set: 'further-plain-requests', mayBe: 0.0359 },
  { set: 'posts', mayBe: 0.0106 },
  { set: 'benign', mayBe: 0.0053 },
]);
