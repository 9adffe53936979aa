export const shared = {
  dismiss: 'Dismiss',
  tryAgain: 'Try again',
  stillLoading: 'Still loading. The server is slow to answer.',
  connection: {
    lost: 'The server can’t be reached. Your text and choices stay here; trying again.',
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
