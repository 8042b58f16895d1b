import type { UserPool } from '../../define/model/user-pool.ts';
import type { Directory } from '../../pools/directory.ts';
import { codeMismatch, notAuthorized, Refusal } from '../../pools/refusal.ts';
import type { UserRow } from '../../pools/store.ts';
import { type Field, type Form, formPage } from './pages.ts';

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
    return this.#show(this.#signInForm(''));
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
          return this.#show(this.#signUpForm('', form));
        case 'register':
          return await this.#register(uid, form);
        case 'confirm':
          return this.#confirm(uid, form);
        case 'forgot':
          return this.#show(this.#forgotForm(''));
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
    const user = await this.#directory.check(field(form, 'username'), field(form, 'password'), 'hidden');
    switch (user.status) {
      case 'FORCE_CHANGE_PASSWORD':
        this.#await(uid, { sub: user.sub, name: user.name, may: 'new-password' });
        return this.#show(newPasswordForm('', this.#directory.pool));
      case 'UNCONFIRMED':
        this.#directory.codes.give(user, 'sign-up');
        this.#await(uid, { sub: user.sub, name: user.name, may: 'confirm' });
        return this.#show(confirmForm(''));
      case 'RESET_REQUIRED':
        this.#await(uid, { sub: user.sub, name: user.name, may: 'reset' });
        return this.#show(resetForm('', this.#directory.pool));
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
    return this.#show(resetForm('', this.#directory.pool));
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
        return newPasswordForm(message, this.#directory.pool);
      case 'register':
        return this.#signUpForm(message, form);
      case 'confirm':
        return confirmForm(message);
      case 'send-code':
        return this.#forgotForm(message);
      case 'reset':
        return resetForm(message, this.#directory.pool);
      default:
        return this.#signInForm(message, form.get('username') ?? '');
    }
  }

  #signInForm(wrong: string, username = ''): Form {
    const forgot = ['forgot', 'Forgot the password?'] as const;
    return {
      title: 'Sign in',
      act: 'sign-in',
      button: 'Sign in',
      wrong,
      fields: [{ ...userField(this.#directory.pool), value: username }, passwordField],
      others: this.#directory.pool.adminOnly ? [forgot] : [forgot, ['sign-up', 'Sign up']],
    };
  }

  #signUpForm(wrong: string, form: URLSearchParams): Form {
    const fields = signUpFields(this.#directory.pool);
    const filled = fields.map((f) => (f.type === 'password' ? f : { ...f, value: form.get(f.name) ?? '' }));
    return { title: 'Sign up', act: 'register', button: 'Sign up', wrong, fields: filled, others: [back] };
  }

  #forgotForm(wrong: string): Form {
    const fields = [userField(this.#directory.pool)];
    return {
      title: 'Another password',
      act: 'send-code',
      button: 'Send a code',
      wrong,
      fields,
      others: [back],
    };
  }
}

const back = ['', 'Back to sign in'] as const;

const newPasswordForm = (wrong: string, pool: UserPool): Form => ({
  title: 'Choose a password',
  act: 'new-password',
  button: 'Go on',
  wrong,
  fields: [newPasswordField(pool)],
});

const codeField: Field = { name: 'code', label: 'Code', autocomplete: 'one-time-code' };

const confirmForm = (wrong: string): Form => ({
  title: 'Enter the code',
  act: 'confirm',
  button: 'Confirm',
  wrong,
  fields: [codeField],
  others: [back],
});

const resetForm = (wrong: string, pool: UserPool): Form => ({
  title: 'Another password',
  act: 'reset',
  button: 'Change the password',
  wrong,
  fields: [codeField, newPasswordField(pool)],
  others: [back],
});

const passwordField: Field = {
  name: 'password',
  label: 'Password',
  type: 'password',
  autocomplete: 'current-password',
};

/** Says what the pool asks of a password. */
function newPasswordField({ passwords }: UserPool): Field {
  const { minimumLength, lowercase, uppercase, numbers, symbols } = passwords;
  const kinds = [
    uppercase ? 'a capital letter' : '',
    lowercase ? 'a small letter' : '',
    numbers ? 'a digit' : '',
    symbols ? 'a sign such as ! or -' : '',
  ].filter((kind) => kind !== '');
  const among = kinds.length === 0 ? '' : `; among them ${new Intl.ListFormat('en-GB').format(kinds)}`;
  return {
    ...{ name: 'password', label: 'New password', type: 'password', autocomplete: 'new-password' },
    hint: `At least ${minimumLength} characters${among}.`,
  };
}

function userField({ usernameAttributes }: UserPool): Field {
  const [first] = usernameAttributes;
  if (usernameAttributes.length !== 1)
    return { name: 'username', label: 'User name', autocomplete: 'username' };
  return first === 'email'
    ? { name: 'username', label: 'E-mail address', type: 'email', autocomplete: 'username' }
    : { name: 'username', label: 'Phone number', type: 'tel', autocomplete: 'username' };
}

/** What browsers fill in by themselves (HTML: "Autofill"). */
const autocompletes: Readonly<Record<string, string>> = {
  email: 'email',
  phone_number: 'tel',
  name: 'name',
  given_name: 'given-name',
  family_name: 'family-name',
  nickname: 'nickname',
  birthdate: 'bday',
};

/** The name, what has to be given or proved, and a password. */
function signUpFields(pool: UserPool): Field[] {
  const required = pool.attributes.filter((a) => a.required).map((a) => a.name);
  const asked = [...new Set([...required, ...pool.autoVerified])].filter(
    (name) => !(pool.usernameAttributes as readonly string[]).includes(name),
  );
  const fields = asked.map((name): Field => {
    const label = name.replace(/^custom:/, '').replaceAll('_', ' ');
    return {
      name,
      label: label[0]!.toUpperCase() + label.slice(1),
      type: name === 'email' ? 'email' : 'text',
      autocomplete: autocompletes[name] ?? 'off',
    };
  });
  return [userField(pool), ...fields, newPasswordField(pool)];
}

function field(form: URLSearchParams, name: string): string {
  const value = form.get(name) ?? '';
  if (value === '' || value.length > 256)
    throw new Refusal('InvalidParameterException', 'Something is missing.');
  return value;
}
