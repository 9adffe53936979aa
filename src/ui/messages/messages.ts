import type { Language } from '../preferences.ts';
import { en, type Messages } from './en.ts';
import { zhCn } from './zh-cn.ts';

export const MESSAGES: Record<Language, Messages> = { en, 'zh-CN': zhCn };
