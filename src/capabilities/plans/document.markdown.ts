/** Markdown with its marks taken off: what a reader sees, tables as TAB rows. Words are never changed, list numbers stay. */
export function plainFromMarkdown(source: string): string {
  const lines: string[] = [];
  let fenced = false;
  for (const line of source.split('\n')) {
    if (/^\s*(```|~~~)/.test(line)) {
      fenced = !fenced;
      continue;
    }
    const plain = fenced ? line : plainLine(line);
    if (plain !== undefined) lines.push(plain);
  }
  return lines.join('\n');
}

/** Two marks are proof enough; one `#` may be anything. */
export function looksLikeMarkdown(source: string): boolean {
  const marks = source.match(/^#{1,6} \S|^\s*\|?(\s*:?-{3,}:?\s*\|)+|\*\*[^*\n]+\*\*|^\s*```|\[[^\]\n]+\]\(https?:[^)\n]+\)/gm);
  return (marks?.length ?? 0) >= 2;
}

function plainLine(line: string): string | undefined {
  if (/^\s*\|?(\s*:?-{2,}:?\s*\|)+(\s*:?-{2,}:?\s*)?$/.test(line)) return undefined;
  if (/^\s*([-*_])(\s*\1){2,}\s*$/.test(line) || /^\s*=+\s*$/.test(line)) return '';
  if (/^\s*\|.*\|\s*$/.test(line)) return rowOf(line);
  const unquoted = line.replace(/^(\s*>)+ ?/, '');
  const heading = /^ {0,3}#{1,6}[ \t]+(.*?)[ \t]*#*$/.exec(unquoted);
  const words = heading?.[1] ?? unquoted.replace(/^(\s*)[-*+][ \t]+(\[[ xX]\][ \t]+)?/, '$1• ');
  return inlinePlain(words).trimEnd();
}

function rowOf(line: string): string {
  const inner = line.trim().slice(1, -1);
  return inner.split(/(?<!\\)\|/).map((cell) => inlinePlain(cell.replaceAll('\\|', '|').replace(/<br\s*\/?>/gi, ' ')).trim()).join('\t');
}

function inlinePlain(text: string): string {
  return text
    .replace(/<!--.*?-->/g, '')
    .replace(/<br\s*\/?>/gi, ' ')
    .replace(/!\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\[([^\]]+)\]\([^)]*\)/g, '$1')
    .replace(/\[\^[^\]]+\]/g, '')
    .replace(/(\*\*\*|\*\*|__|~~)(?=\S)(.+?)(?<=\S)\1/g, '$2')
    .replace(/(?<![\w*])\*(?=[^\s*])([^*]+?)(?<=[^\s*])\*(?![\w*])/g, '$1')
    .replace(/(?<!\w)_(?=[^\s_])([^_]+?)(?<=[^\s_])_(?!\w)/g, '$1')
    .replace(/`([^`]+)`/g, '$1')
    .replace(/\\([\\`*_{}[\]()#+\-.!|~>])/g, '$1');
}
