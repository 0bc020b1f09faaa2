/** What the build of the screens does beside bundling: the list of files that the phone's app keeps, and smaller copies of each file. */
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Plugin, Rolldown } from 'vite';

type Bundle = Rolldown.OutputBundle;

interface Kept {
  /** The page, and with it everything that it may fetch. */
  readonly page: string;
  /** The worker's entry, in which `self.__WB_MANIFEST` stands for the list. */
  readonly worker: string;
  /** Files of the public folder. */
  readonly beside: readonly string[];
}

/** Write into the worker which files the app needs without a network: its page, each script and style that the page can come to. */
export function precached({ page, worker, beside }: Kept): Plugin {
  let folder = '';
  return {
    name: 'precached',
    apply: 'build',
    configResolved: (config) => {
      folder = config.publicDir;
    },
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const chunk = bundle[`${worker}.js`];
        const html = bundle[page];
        if (chunk?.type !== 'chunk' || html?.type !== 'asset') throw new Error(`the build has no ${worker}.js or ${page}`);
        const hashed = reachable(bundle, page).map((file) => ({ url: `/${file}`, revision: null }));
        const named = beside.map((file) => ({ url: `/${file}`, revision: hashOf(readFileSync(join(folder, file))) }));
        const shell = { url: `/${page.replace('.html', '')}`, revision: hashOf(html.source) };
        chunk.code = chunk.code.replace('self.__WB_MANIFEST', JSON.stringify([shell, ...named, ...hashed]));
      },
    },
  };
}

function hashOf(bytes: string | Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 12);
}

/** Scripts and styles that the page names, and all that these import, now or later. */
function reachable(bundle: Bundle, page: string): string[] {
  const html = bundle[page];
  const text = html?.type === 'asset' ? String(html.source) : '';
  const seen = new Set<string>();
  const visit = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    const chunk = bundle[file];
    if (chunk?.type !== 'chunk') return;
    const styles = 'viteMetadata' in chunk && chunk.viteMetadata ? chunk.viteMetadata.importedCss : [];
    for (const next of [...chunk.imports, ...chunk.dynamicImports, ...styles]) visit(next);
  };
  for (const file of Object.keys(bundle)) if (text.includes(`/${file}"`)) visit(file);
  return [...seen].toSorted();
}

/** No screen prints JSON schemas or zod's own English, which every schema drags in: without them the first page is 9 kB smaller. */
export function lighterZod(): Plugin {
  return {
    name: 'lighter-zod',
    apply: 'build',
    enforce: 'pre',
    load(id) {
      if (!/[\\/]zod[\\/]v4[\\/](core[\\/](to-json-schema|json-schema-processors)|locales[\\/]en)\.js$/.test(id)) return null;
      const source = readFileSync(id, 'utf8');
      const names = [...source.matchAll(/^export (?:function|const) (\w+)/gm)].map(([, name]) => `export const ${name} = () => undefined;`);
      return [...names, ...(source.includes('export default') ? ['export default () => ({});'] : [])].join('\n');
    },
  };
}

/** A .br and a .gz beside every text file, for the server to hand out. */
export function packed(): Plugin {
  let folder = '';
  return {
    name: 'packed',
    apply: 'build',
    configResolved: (config) => {
      folder = config.build.outDir;
    },
    closeBundle() {
      for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile() || !/\.(js|css|html|svg|webmanifest)$/.test(entry.name)) continue;
        const file = join(entry.parentPath, entry.name);
        const bytes = readFileSync(file);
        writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
        writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }));
      }
    },
  };
}
