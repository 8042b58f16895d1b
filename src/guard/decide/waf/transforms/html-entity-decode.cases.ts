import { cases } from '../cases.ts';

export default cases({
  turns: [
    ['&#x3c;b&#X3E;', '<b>'],
    ['&#60;b&#062;', '<b>'],
    ['&#0000000000000000060;', '<'],
    ['&quot;&amp;&lt;&gt;&nbsp;', '"&<>\xa0'],
    ['&LT;&Gt;&NonBreakingSpace;', '<>\xa0'],
    ['&lt&#60&#x3c', '<<<'],
    ['&NewLine;&Tab;&lcub;&lbrace;&rcub;&rbrace;', '\n\t{{}}'],
    ['&verbar;&vert;&VerticalLine;&excl;&num;&dollar;', '|||!#$'],
    ['&percnt;&percent;&apos;&lpar;&rpar;&ast;&midast;', "%%'()**"],
    ['&plus;&comma;&period;&sol;&colon;&semi;&equals;', '+,./:;='],
    ['&quest;&tilde;&DiacriticalTilde;&minus;&lsqb;&lbrack;', '?~~-[['],
    ['&bsol;&rsqb;&rbrack;&hat;&lowbar;&UnderBar;&grave;&DiacriticalGrave;', '\\]]^__``'],
    ['&amp;lt;', '&lt;'],
    ['&#233;', '\xe9'],
    ['&#x20ac;', '\xe2\x82\xac'],
    ['&#x110000;&#xd800;', '&#x110000;&#xd800;'],
    ['& &; &#; &#x; &nope; &ltx;', '& &; &#; &#x; &nope; &ltx;'],
  ],
});
