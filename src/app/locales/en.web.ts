const files = import.meta.glob<object>(['./en/*.json', '!./en/faults.json'], { eager: true, import: 'default' });

/** Namespace, which is the file's name → its words. */
export const words: Record<string, object> = Object.fromEntries(Object.entries(files).map(([path, texts]) => [path.slice(path.lastIndexOf('/') + 1, -'.json'.length), texts]));
