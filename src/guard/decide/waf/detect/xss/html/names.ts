const set = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/));

/** Handlers that fire without the reader's doing, on some element or other. */
export const automatic =
  set(`onload onerror onfocus onfocusin ontoggle onbeforetoggle onstart onbegin onend onrepeat
  onanimationstart onanimationend onanimationiteration onanimationcancel ontransitionend ontransitionrun ontransitionstart
  ontransitioncancel onwebkitanimationstart onwebkitanimationend onwebkitanimationiteration onwebkittransitionend
  onpageshow onpagehide onpagereveal onpageswap onhashchange onpopstate onresize onscroll onscrollend onscrollsnapchange
  onscrollsnapchanging onfinish onbounce onloadstart onloadend onloadeddata onloadedmetadata oncanplay oncanplaythrough
  onplay onplaying onprogress onsuspend onstalled ontimeupdate ondurationchange onvolumechange onwaiting onemptied onended
  onseeked onseeking onratechange oncuechange onunhandledrejection onrejectionhandled onmessage onmessageerror onstorage
  onlanguagechange ononline onoffline onafterprint onbeforeprint onbeforeunload onunload onslotchange onreadystatechange
  onpropertychange onactivate onbeforeactivate ondeactivate onbeforedeactivate onlayoutcomplete onrowenter onrowexit
  onrowsinserted onrowsdelete ondatasetchanged ondatasetcomplete ondataavailable oncellchange onafterupdate onbeforeupdate
  onerrorupdate oncontentvisibilityautostatechange onsecuritypolicyviolation onbeforescriptexecute onafterscriptexecute
  onformdata onabort onmove onmoveend onmovestart onresizeend onresizestart ontimeerror onoutofsync onmediacomplete
  onmediaerror onreset onreverse onseek onsyncrestored ontrackchange onurlflip onvisibilitychange onfullscreenchange
  onbeforeprint onbeforeload ononplay onzoom ondomcontentloaded onappinstalled ondevicemotion ondeviceorientation`);

/** Handlers that wait for the reader. */
const prompted = set(`onclick ondblclick onauxclick oncontextmenu onmousedown onmouseup onmouseover onmouseout
  onmouseenter onmouseleave onmousemove onmousewheel onwheel onkeydown onkeyup onkeypress onpointerdown onpointerup
  onpointerover onpointerout onpointerenter onpointerleave onpointermove onpointerrawupdate onpointercancel
  ongotpointercapture onlostpointercapture ontouchstart ontouchend ontouchmove ontouchcancel onsubmit onchange oninput
  oninvalid onreset onselect onselectstart onselectionchange onblur onfocusout oncopy oncut onpaste onbeforecopy onbeforecut
  onbeforepaste onbeforeinput ondrag ondragstart ondragend ondragenter ondragleave ondragover ondragexit ondrop onsearch
  onshow onclose oncancel onhelp onpause oncommand onfilterchange onmouseforcedown onwebkitmouseforceup
  onwebkitmouseforcedown onwebkitmouseforcechanged onwebkitmouseforcewillbegin ongesturestart ongesturechange ongestureend
  onbeforeeditfocus oncontrolselect onlosecapture onstop ondragdrop onbeforematch onfullscreenerror ontap`);

/** Attributes whose value is a URL that a browser follows or runs. */
export const addresses =
  set(`href src action formaction xlink:href data poster background lowsrc dynsrc codebase cite
  longdesc manifest ping classid code archive profile usemap icon from to values by content srcset imagesrcset url
  attributionsrc xml:base`);

/** Attributes of frameworks whose value is an expression they run. */
export const expressions =
  set(`ng-init ng-click ng-focus ng-mouseover ng-mouseenter ng-load ng-bind ng-include ng-app ng-repeat
  ng-if ng-show ng-href ng-src ng-blur ng-change ng-submit ng-copy ng-paste ng-csp ng-cut ng-keydown ng-style ng-class
  v-html v-if v-show v-bind v-for v-on v-text v-model x-init x-data x-show x-on x-html x-text x-effect x-if x-bind
  hx-vals hx-vars hx-on th:onclick th:text data-bind`);

/** Elements whose content a browser takes as text, up to their end tag. */
export const rawText = set('script style xmp iframe noembed noframes textarea title plaintext noscript');

/** Elements that a value must close first to be markup. */
export const enclosing = set(
  'script style xmp iframe noembed noframes textarea title noscript template option select math svg button',
);

/** True for the name of an event handler: a known one, or one of the same form. */
export function isHandler(name: string): boolean {
  if (name.charCodeAt(0) !== 0x6f || name.charCodeAt(1) !== 0x6e || name.length < 5) return false;
  if (automatic.has(name) || prompted.has(name)) return true;
  for (let at = 2; at < name.length; at++) {
    const c = name.charCodeAt(at);
    if (c < 0x61 || c > 0x7a) return false;
  }
  return name.length <= 40;
}

export const isKnownHandler = (name: string): boolean => automatic.has(name) || prompted.has(name);
