import { absentField } from '../parts/fallback.ts';

/** What follows `#`: clients do not send it, so the fallback decides. */
export default absentField(
  'UriFragment',
  'The fragment, which API Gateway does not hand on: the fallback always decides.',
  false,
);
