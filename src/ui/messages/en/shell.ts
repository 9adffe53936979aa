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
  leaving: {
    title: 'Sign out now?',
    body: (count: number) =>
      count === 1
        ? 'A file is still being sent. It is given up if you sign out.'
        : `${count} files are still being sent. They are given up if you sign out.`,
    stay: 'Stay',
    leave: 'Sign out',
  },
  ended: {
    title: 'You are signed out',
    body: 'The session has ended. What you typed stays here until you sign in again.',
    signIn: 'Sign in',
  },
};
