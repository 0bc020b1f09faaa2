import common from './zh-CN/common.json';
import me from './zh-CN/me.json';
import selfcare from './zh-CN/selfcare.json';

/** What the person's own app says at once; the rest follows with the pages that need it. */
export const words: Record<string, object> = { common, me, selfcare };
