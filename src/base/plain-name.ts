/**
 * A name of a header as CGI and its heirs (RFC 3875 4.1.18) read it: to them `X_User` and `x.user` are `X-User`. Who
 * sends the one gets past whoever sees to the other.
 */
export const plainName = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '-');
