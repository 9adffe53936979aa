export const shared = {
  dismiss: 'Dismiss',
  tryAgain: 'Try again',
  stillLoading: 'Still loading. The server is slow to answer.',
  connection: {
    lost: 'The server can’t be reached. Your text and choices stay here; trying again.',
  },

  locked: {
    title: 'This installation asks for a key',
    body: 'Videos can’t be made from this page without one. Ask whoever runs this installation for access, or use the API with your key.',
    link: 'How keys work',
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
