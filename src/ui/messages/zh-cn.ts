import type { Messages } from './en.ts';
import { zhCnErrors } from './zh-cn/errors.ts';
import { keys } from './zh-cn/keys.ts';
import { library } from './zh-cn/library.ts';
import { shared } from './zh-cn/shared.ts';
import { shell } from './zh-cn/shell.ts';
import { signIn } from './zh-cn/sign-in.ts';
import { studio } from './zh-cn/studio.ts';
import { system } from './zh-cn/system.ts';
import { tasks } from './zh-cn/tasks.ts';
import { uploads } from './zh-cn/uploads.ts';

export const zhCn: Messages = {
  ...shared,
  ...studio,
  errors: zhCnErrors,
  keys,
  library,
  shell,
  signIn,
  uploads,
  tasks,
  system,
};
