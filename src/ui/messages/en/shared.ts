export const shared = {
  dismiss: 'Dismiss',
  tryAgain: 'Try again',
  stillLoading: 'Still loading. The server is slow to answer.',
  connection: {
    lost: 'The server can’t be reached. Your text and choices stay here; trying again.',
    unreached: 'The server can’t be reached; trying again.',
    old: 'The server can’t be reached. What you see may be old; trying again.',
  },

  taskTypes: {
    lipsync: 'Lip-sync',
    avatar: 'Talking portrait',
    speech: 'Speech',
    digital_human: 'Script to video',
  },

  notFound: {
    title: 'There is nothing here',
    body: 'The address may be mistyped.',
    link: 'Go to the studio',
  },

  crashed: {
    title: 'This page stopped working',
    body: 'Your videos are safe. Load the page again to go on.',
  },
};
