/** The audit's words for what was done, as people read them. */
export const deeds: Readonly<Record<string, string>> = {
  'sign-in': 'signed in',
  'sign-in-refused': 'could not sign in',
  'sign-out': 'signed out',
  'sign-out-everywhere': 'signed out everywhere',
  export: 'exported',
  edit: 'typed',
  release: 'released',
  'take back': 'took an approval back',
  look: 'looked at',
  'look-up': 'looked up in an extract',
  'account-added': 'account added',
  'account-changed': 'account changed',
  'account-password': 'password set',
  'account-removed': 'account removed',
};
