import type { signIn as en } from '../en/sign-in.ts';

export const signIn: typeof en = {
  title: '登录',
  operator: '以本机管理员身份继续',
  operatorHint: '你就在运行 mouthpiece 的这台机器上，不需要密钥。',
  withKey: '或者用密钥登录',
  key: '密钥',
  keyHint: '请向管理员索取密钥。浏览器里不会保存它。',
  submit: '登录',
  busy: '正在登录',
  wrongKey: '这个密钥不存在、已过期或已吊销。请核对后再试。',
};
