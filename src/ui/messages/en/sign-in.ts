export const signIn = {
  title: 'Sign in',
  operator: 'Continue as the operator of this machine',
  operatorHint: 'You are at the machine that runs mouthpiece, so no key is needed.',
  withKey: 'Or with a key',
  key: 'Key',
  keyHint: 'Whoever runs this installation can make one for you. It is not kept in this browser.',
  submit: 'Sign in',
  busy: 'Signing in',
  wrongKey: 'This key is not known here, has expired or was revoked. Check it and try again.',
};
