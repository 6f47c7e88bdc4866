/** What the page says that asks who one is. */
export const TEXT = {
  title: 'Sign in to Orrery',
  name: 'Name',
  password: 'Password',
  signIn: 'Sign in',
  signInWith: (provider: string) => `Sign in with ${provider}`,
} as const;
