/** Rows of a table drawn with | become rows of cells parted by tabs, as every other table has them. */
export function withoutRules(lines: readonly string[]): string[] {
  return lines.flatMap((line, i) => {
    if (isRule(line)) return isRow(lines[i - 1]) || isRow(lines[i + 1]) ? [] : [line];
    return isRow(line) && (cellsOf(line).length > 2 || isFramed(line) || hasNeighbour(lines, i)) ? [cellsOf(line).join('\t')] : [line];
  });
}

const bar = /[|｜│]/;
const bars = /[|｜│]/g;

/** |---|:--:| and +----+: lines that only draw. */
const isRule = (line: string): boolean => line.length >= 3 && /^[\s|｜│+:=-]+$/.test(line) && /--|==/.test(line);
const isRow = (line: string | undefined): boolean => line !== undefined && !line.includes('\t') && bar.test(line) && !isRule(line);

const isFramed = (line: string): boolean => /^[|｜│].+[|｜│]$/.test(line);

/** A single bar makes a row only beside another line with as many. */
function hasNeighbour(lines: readonly string[], i: number): boolean {
  const count = (lines[i]?.match(bars) ?? []).length;
  return [lines[i - 1], lines[i + 1]].some((other) => isRow(other) && (other?.match(bars) ?? []).length === count);
}

function cellsOf(line: string): string[] {
  const cells = line.split(bars).map((cell) => cell.trim());
  if (cells[0] === '') cells.shift();
  if (cells.at(-1) === '') cells.pop();
  return cells;
}
