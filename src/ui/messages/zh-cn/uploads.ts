import type { Messages } from '../en.ts';

export const uploads: Messages['uploads'] = {
  title: '上传',
  done: '已完成',
  failed: (count) => `${count} 个失败`,
  percent: (value) => `${value}%`,
  perSecond: (size) => `${size}/秒`,
  queued: '排队等待上传',
  waiting: '网络断了，恢复后自动继续。',
  paused: '已暂停',
  fileless: '文件太大，刷新后没有保留。请重新选择同一个文件，会从断点继续。',
  sent: '已上传',
  choose: '重新选择文件',
  chooseAgain: (name) => `重新选择 ${name}`,
  pause: (name) => `暂停 ${name}`,
  resume: (name) => `继续 ${name}`,
  cancel: (name) => `取消 ${name}`,
  discardQuestion: '不再上传这个文件？已传的部分会丢弃。',
  discard: '放弃上传',
  keep: '继续上传',
  remove: (name) => `从列表移除 ${name}`,
};
