import type { shared as en } from '../en/shared.ts';

export const shared: typeof en = {
  dismiss: '知道了',
  tryAgain: '再试一次',
  stillLoading: '还在加载，服务器响应较慢。',
  connection: {
    lost: '连不上服务器。文稿和设置都还在，正在重连。',
    unreached: '连不上服务器，正在重连。',
    old: '连不上服务器，看到的可能不是最新的，正在重连。',
  },
  taskTypes: {
    lipsync: '对口型',
    avatar: '照片说话',
    speech: '配音',
    digital_human: '文稿出片',
  },
  notFound: { title: '这里什么都没有', body: '地址可能写错了。', link: '去创作' },
  crashed: { title: '页面出错了', body: '你的视频都还在。刷新页面就能继续。' },
};
