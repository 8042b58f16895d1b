import type { Directory } from '../../pools/directory.ts';
import { codeMismatch, notAuthorized, Refusal } from '../../pools/refusal.ts';
import type { UserRow } from '../../pools/store.ts';
import {
  confirmForm,
  forgotForm,
  newPasswordForm,
  resetForm,
  signInForm,
  signUpFields,
  signUpForm,
} from './forms.ts';
import { type Form, formPage } from './pages.ts';

/** What a step of signing in comes to: a page to show, or the user who has signed in. */
export type Step = { readonly page: string } | { readonly signedIn: UserRow };

/** Whose turn it is in a sign-in that needs more than a password. */
interface Pending {
  readonly sub: string;
  /** The name that a code was asked for. */
  readonly name: string;
  readonly may: 'new-password' | 'confirm' | 'reset';
}

/** Sign-ins that wait for a second step; the oldest goes when there are more. */
const maxPending = 10_000;

/** The hosted pages of one pool: signing in and up, a first and a forgotten password. */
export class Login {
  readonly #directory: Directory;
  readonly #pending = new Map<string, Pending>();

  constructor(directory: Directory) {
    this.#directory = directory;
  }

  /** The first page. */
  begin(): Step {
    return this.#show(signInForm(this.#directory.pool, ''));
  }

  /** Takes a form that was sent in the interaction `uid`. */
  async take(uid: string, form: URLSearchParams): Promise<Step> {
    const act = form.get('do') ?? '';
    try {
      switch (act) {
        case 'sign-in':
          return await this.#signIn(uid, form);
        case 'new-password':
          return this.#signedIn(
            uid,
            await this.#directory.setPassword(this.#whose(uid, 'new-password'), field(form, 'password')),
          );
        case 'sign-up':
          return this.#show(signUpForm(this.#directory.pool, '', form));
        case 'register':
          return await this.#register(uid, form);
        case 'confirm':
          return this.#confirm(uid, form);
        case 'forgot':
          return this.#show(forgotForm(this.#directory.pool, ''));
        case 'send-code':
          return this.#sendCode(uid, form);
        case 'reset':
          return await this.#reset(uid, form);
        default:
          return this.begin();
      }
    } catch (fault) {
      if (!(fault instanceof Refusal)) throw fault;
      return this.#show(this.#again(act, fault, form));
    }
  }

  async #signIn(uid: string, form: URLSearchParams): Promise<Step> {
    const user = await this.#directory.attempts.check(
      field(form, 'username'),
      field(form, 'password'),
      'hidden',
    );
    switch (user.status) {
      case 'FORCE_CHANGE_PASSWORD':
        this.#await(uid, { sub: user.sub, name: user.name, may: 'new-password' });
        return this.#show(newPasswordForm(this.#directory.pool, ''));
      case 'UNCONFIRMED':
        this.#directory.codes.give(user, 'sign-up');
        this.#await(uid, { sub: user.sub, name: user.name, may: 'confirm' });
        return this.#show(confirmForm(''));
      case 'RESET_REQUIRED':
        this.#await(uid, { sub: user.sub, name: user.name, may: 'reset' });
        return this.#show(resetForm(this.#directory.pool, ''));
      default:
        return this.#signedIn(uid, user);
    }
  }

  async #register(uid: string, form: URLSearchParams): Promise<Step> {
    const { pool } = this.#directory;
    if (pool.adminOnly)
      throw new Refusal('NotAuthorizedException', 'Users are made by an administrator here.');
    const attributes = Object.fromEntries(
      signUpFields(pool).flatMap(({ name }) => {
        const value = form.get(name) ?? '';
        return name === 'username' || name === 'password' || value === '' ? [] : [[name, value]];
      }),
    );
    const user = await this.#directory.add(
      field(form, 'username'),
      attributes,
      field(form, 'password'),
      'UNCONFIRMED',
    );
    this.#directory.codes.give(user, 'sign-up');
    this.#await(uid, { sub: user.sub, name: user.name, may: 'confirm' });
    return this.#show(confirmForm(''));
  }

  #confirm(uid: string, form: URLSearchParams): Step {
    const user = this.#whose(uid, 'confirm');
    const proved = this.#directory.codes.take(user, field(form, 'code'));
    return this.#signedIn(uid, this.#directory.confirm(user, proved));
  }

  #sendCode(uid: string, form: URLSearchParams): Step {
    const name = field(form, 'username');
    const user = this.#directory.find(name);
    // Whoever is not there is answered as whoever is: nobody learns which names there are.
    if (user?.enabled) this.#directory.codes.give(user, 'password');
    else this.#directory.codes.none(name);
    this.#await(uid, { sub: user?.sub ?? '', name, may: 'reset' });
    return this.#show(resetForm(this.#directory.pool, ''));
  }

  async #reset(uid: string, form: URLSearchParams): Promise<Step> {
    const password = field(form, 'password');
    this.#directory.checkPolicy(password);
    const pending = this.#pending.get(uid);
    if (pending?.may !== 'reset') throw codeMismatch();
    const { store, pool, codes } = this.#directory;
    const user = store.userBySub(pool.poolId, pending.sub);
    codes.takeQuietly(pending.name, user?.enabled ? user : null, field(form, 'code'));
    return this.#signedIn(uid, await this.#directory.setPassword(user!, password));
  }

  #signedIn(uid: string, user: UserRow): Step {
    this.#pending.delete(uid);
    if (!user.enabled) throw notAuthorized('User is disabled.');
    return { signedIn: user };
  }

  #await(uid: string, pending: Pending): void {
    this.#pending.delete(uid);
    if (this.#pending.size >= maxPending) this.#pending.delete(this.#pending.keys().next().value!);
    this.#pending.set(uid, pending);
  }

  #whose(uid: string, may: Pending['may']): UserRow {
    const pending = this.#pending.get(uid);
    const { store, pool } = this.#directory;
    const user = pending?.may === may ? store.userBySub(pool.poolId, pending.sub) : null;
    if (user === null) throw codeMismatch();
    return user;
  }

  #show(form: Form): Step {
    return { page: formPage(this.#directory.pool.name, form) };
  }

  /** The page a form came from, with what was wrong. */
  #again(act: string, { message }: Refusal, form: URLSearchParams): Form {
    switch (act) {
      case 'new-password':
        return newPasswordForm(this.#directory.pool, message);
      case 'register':
        return signUpForm(this.#directory.pool, message, form);
      case 'confirm':
        return confirmForm(message);
      case 'send-code':
        return forgotForm(this.#directory.pool, message);
      case 'reset':
        return resetForm(this.#directory.pool, message);
      default:
        return signInForm(this.#directory.pool, message, form.get('username') ?? '');
    }
  }
}

function field(form: URLSearchParams, name: string): string {
  const value = form.get(name) ?? '';
  if (value === '' || value.length > 256)
    throw new Refusal('InvalidParameterException', 'Something is missing.');
  return value;
}
