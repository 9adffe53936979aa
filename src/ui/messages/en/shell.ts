export const shell = {
  skip: 'Skip to the page',
  home: 'mouthpiece, to the start',
  places: {
    label: 'Places',
    create: 'Create',
    tasks: 'Tasks',
    library: 'Library',
    system: 'System',
    keys: 'Keys',
  },
  language: 'Language',
  toDark: 'Switch to dark',
  toLight: 'Switch to light',
  signOut: (name: string) => `Sign out (${name})`,
  ended: {
    title: 'You are signed out',
    body: 'The session has ended. What you typed stays here until you sign in again.',
    signIn: 'Sign in',
  },
};
