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

const columnWord = /^(?:序号|编号|金额|单价|数量|预算|目标值|指标值|频次|时限|完成时间|责任人|责任单位|应对措施|对策|备注)/;
const parts = (line: string): string[] => line.split(/[ \u3000\u00a0]+/).filter((part) => part !== '');

/** 序号 项目 金额(元) above 1 体检 5000: columns that only spaces part, under a row of headings. */
export function withoutGaps(lines: readonly string[]): string[] {
  let columns = 0;
  return lines.map((line) => {
    const cells = line.includes('\t') ? [] : parts(line);
    if (columns > 0 && cells.length === columns) return cells.join('\t');
    columns = cells.length >= 3 && cells.every((cell) => cell.length <= 12 && !/[，。；：,;:]/.test(cell)) && cells.filter((cell) => columnWord.test(cell)).length >= 2 ? cells.length : 0;
    return columns > 0 ? cells.join('\t') : line;
  });
}
