import type { UserPool } from '../../define/model/user-pool.ts';
import type { Field, Form } from './pages.ts';

// The forms of the hosted pages. `wrong` is what was wrong with the one before; '' for a first one.

const forgot = ['forgot', 'Forgot the password?'] as const;

export function signInForm(pool: UserPool, wrong: string, username = ''): Form {
  return {
    title: 'Sign in',
    act: 'sign-in',
    button: 'Sign in',
    wrong,
    fields: [{ ...userField(pool), value: username }, passwordField],
    others: pool.adminOnly ? [forgot] : [forgot, ['sign-up', 'Sign up']],
  };
}

/** `form` is what was filled in before; passwords are not filled in again. */
export function signUpForm(pool: UserPool, wrong: string, form: URLSearchParams): Form {
  const fields = signUpFields(pool).map((f) =>
    f.type === 'password' ? f : { ...f, value: form.get(f.name) ?? '' },
  );
  return { title: 'Sign up', act: 'register', button: 'Sign up', wrong, fields, others: [back] };
}

export const forgotForm = (pool: UserPool, wrong: string): Form => ({
  title: 'Another password',
  act: 'send-code',
  button: 'Send a code',
  wrong,
  fields: [userField(pool)],
  others: [back],
});

const back = ['', 'Back to sign in'] as const;

export const newPasswordForm = (pool: UserPool, wrong: string): Form => ({
  title: 'Choose a password',
  act: 'new-password',
  button: 'Go on',
  wrong,
  fields: [newPasswordField(pool)],
});

const codeField: Field = { name: 'code', label: 'Code', autocomplete: 'one-time-code' };

export const confirmForm = (wrong: string): Form => ({
  title: 'Enter the code',
  act: 'confirm',
  button: 'Confirm',
  wrong,
  fields: [codeField],
  others: [back],
});

export const resetForm = (pool: UserPool, wrong: string): Form => ({
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
export function signUpFields(pool: UserPool): Field[] {
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
