import { enErrors } from './en/errors.ts';
import { keys } from './en/keys.ts';
import { library } from './en/library.ts';
import { shared } from './en/shared.ts';
import { shell } from './en/shell.ts';
import { signIn } from './en/sign-in.ts';
import { studio } from './en/studio.ts';
import { system } from './en/system.ts';
import { tasks } from './en/tasks.ts';
import { uploads } from './en/uploads.ts';

/** All words, one file for each area; `zh-cn.ts` holds the same. */
export const en = {
  ...shared,
  ...studio,
  errors: enErrors,
  keys,
  library,
  shell,
  signIn,
  uploads,
  tasks,
  system,
};

export type Messages = typeof en;
