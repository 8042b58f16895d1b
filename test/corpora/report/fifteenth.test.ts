// Plain requests of products of many kinds, requests of developers, posts and what people type into fields.
import { holds } from './held.ts';

holds('fifteenth', [
  { set: 'plain-requests' },
  { set: 'further-plain-requests' },
  { set: 'posts' },
  { set: 'benign' },
]);
