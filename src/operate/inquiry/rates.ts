// The statements of a web ACL and what they share import one another in a circle, which is entered by this page.
import '../../guard/decide/waf/rule.ts';

export { limitedKeys, rateRules } from '../../guard/decide/waf/rates.ts';
