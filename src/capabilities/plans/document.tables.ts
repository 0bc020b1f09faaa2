import { child, numberOf, valueOf, chosenOf, type XmlNode } from './document.xml.ts';

export type Cell = { readonly lines: readonly string[] };

type ReadCell = (cell: XmlNode) => readonly string[];

/** The rows of a w:tbl as Word shows them: merged down repeats its words, merged across stands once, deleted rows are gone, empty rows too. */
export function rowsOf(table: XmlNode, readCell: ReadCell): Cell[][] {
  const rows: Cell[][] = [];
  const above = new Map<number, Cell>();
  for (const row of descend(table, 'w:tr')) {
    if (child(child(row, 'w:trPr'), 'w:del') !== undefined) continue;
    const cells = cellsOf(row, above, readCell);
    if (cells.some((cell) => cell.lines.length > 0)) rows.push(cells);
  }
  return rows;
}

function cellsOf(row: XmlNode, above: Map<number, Cell>, readCell: ReadCell): Cell[] {
  const cells: Cell[] = [];
  let column = numberOf(child(row, 'w:trPr'), 'w:gridBefore') ?? 0;
  for (const node of descend(row, 'w:tc')) {
    const properties = child(node, 'w:tcPr');
    if (child(properties, 'w:cellDel') !== undefined) continue;
    const merged = child(properties, 'w:vMerge');
    const continues = merged !== undefined && (merged.attributes.val ?? 'continue') !== 'restart';
    const acrossLeft = valueOf(properties, 'w:hMerge') ?? (child(properties, 'w:hMerge') === undefined ? undefined : 'continue');
    if (acrossLeft !== 'continue') {
      const cell = (continues ? above.get(column) : undefined) ?? { lines: readCell(node) };
      if (merged === undefined) above.delete(column);
      else above.set(column, cell);
      cells.push(cell);
    }
    column += Math.max(1, Math.min(numberOf(properties, 'w:gridSpan') ?? 1, 1000));
  }
  return cells;
}

/** Rows and cells may stand inside content controls, custom XML and tracked insertions. */
function descend(node: XmlNode, name: string): XmlNode[] {
  return node.children.flatMap((each) => {
    if (each.name === name) return [each];
    if (each.name === 'mc:AlternateContent') return descend(chosenOf(each) ?? each, name);
    return ['w:sdt', 'w:sdtContent', 'w:customXml', 'w:ins', 'w:moveTo'].includes(each.name) ? descend(each, name) : [];
  });
}

const headingPart = /^[\p{Script=Han}()\uff08\uff09、/]{1,7}$/u;
const listed = /^[\p{Script=Han}A-Za-z]{1,12}$/u;

/**
 * The paragraphs of one cell on one line. A heading broken to fit its column closes up (责任 + 部门),
 * short names become a list (工会、团委), anything longer is parted by a space.
 */
export function joinCell(lines: readonly string[], isHeading: boolean): string {
  if (lines.length < 2) return lines[0] ?? '';
  if (isHeading && lines.every((line) => headingPart.test(line))) return lines.join('');
  return lines.join(lines.every((line) => listed.test(line)) ? '、' : ' ');
}
