import { error } from '../../base/note.ts';
import { place } from '../../base/origin.ts';
import type { Draft } from './draft.ts';

/** A logging configuration belongs to one web ACL, and each web ACL has one at most. */
export function checkLogging(draft: Draft): void {
  const taken = new Map<string, string>();
  for (const { webAclArn, origin } of draft.loggingConfigurations) {
    if (!draft.webAcls.some((acl) => acl.arn === webAclArn)) {
      const message = `${webAclArn} is no web ACL that was given: nothing would be logged`;
      draft.note(error('logging.no-web-acl', message, origin));
    }
    const before = taken.get(webAclArn);
    if (before !== undefined) {
      const message = `${webAclArn} already has a logging configuration, at ${before}: it can have one`;
      draft.note(error('logging.duplicate', message, origin));
    }
    taken.set(webAclArn, place(origin));
  }
}
