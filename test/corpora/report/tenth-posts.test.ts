// Posts of developers by kind, those apart that quote an attack; plain requests and benign texts.
import { holds } from './held.ts';

holds('tenth', [
  { set: 'posts', without: 'quotes', mayBe: 0.0193, mostMayBe: 0.334 },
  { set: 'plain-requests', mayBe: 0.0065 },
  { set: 'benign', mayBe: 0.01, mostMayBe: 0.055 },
]);
