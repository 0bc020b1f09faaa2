import common from './en/common.json';
import me from './en/me.json';
import selfcare from './en/selfcare.json';

/** What the person's own app says at once; the rest follows with the pages that need it. */
export const words: Record<string, object> = { common, me, selfcare };
