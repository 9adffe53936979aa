import type { shell as en } from '../en/shell.ts';

export const shell: typeof en = {
  skip: '跳到正文',
  home: 'mouthpiece，回到首页',
  places: {
    label: '主要页面',
    create: '创作',
    tasks: '任务',
    library: '素材库',
    system: '系统',
    keys: '密钥',
  },
  language: '语言',
  toDark: '切换到深色',
  toLight: '切换到浅色',
  signOut: (name) => `退出登录（${name}）`,
  leaving: {
    title: '现在退出登录？',
    body: (count) => `还有 ${count} 个文件没有传完，退出后就不再上传了。`,
    stay: '先不退出',
    leave: '退出登录',
  },
  ended: {
    title: '登录已失效',
    body: '请重新登录。在那之前，填好的内容都还在。',
    signIn: '去登录',
  },
};
