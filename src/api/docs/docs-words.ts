/** The words around the documentation; its text is English. */
export const DOCS_WORDS = {
  en: {
    skip: 'Skip to the text',
    guides: 'Guides',
    reference: 'Reference',
    theme: 'Light or dark',
    contents: 'Contents',
    note: null,
  },
  'zh-CN': {
    skip: '跳到正文',
    guides: '指南',
    reference: '接口参考',
    theme: '浅色或深色',
    contents: '目录',
    note: '指南和接口参考目前只有英文。',
  },
} as const;
export type DocsLanguage = keyof typeof DOCS_WORDS;

/** What the visitor chose in the studio; else the first language that the browser asks for. */
export function docsLanguage(cookies: string, accepted: string): DocsLanguage {
  const [, chosen] = /(?:^|;\s*)mouthpiece_language=(en|zh-CN)(?:;|$)/.exec(cookies) ?? [];
  return (chosen ?? (/^\s*zh\b/i.test(accepted) ? 'zh-CN' : 'en')) as DocsLanguage;
}
