/** The geometry of a flow between two days: bars on either side, ribbons between them. */
export type FlowEnd = { readonly key: string; readonly persons: number; readonly y: number; readonly height: number };
export type Ribbon = { readonly from: string; readonly to: string; readonly persons: number; readonly path: string };
export type Sankey = { readonly left: readonly FlowEnd[]; readonly right: readonly FlowEnd[]; readonly ribbons: readonly Ribbon[]; readonly height: number };

export type SankeyFlow = { readonly from: string; readonly to: string; readonly persons: number };
export type SankeyFrame = { readonly order: readonly string[]; readonly width: number; readonly height: number; readonly gap: number; readonly bar: number };

/** Heights are in proportion to persons; both sides stand in the given order. Nobody gives an empty drawing. */
export function sankey(flows: readonly SankeyFlow[], { order, width, height, gap, bar }: SankeyFrame): Sankey {
  const some = flows.filter(({ persons }) => persons > 0);
  const total = some.reduce((sum, { persons }) => sum + persons, 0);
  if (total === 0) return { left: [], right: [], ribbons: [], height: 0 };
  const keys = (side: 'from' | 'to') => order.filter((key) => some.some((flow) => flow[side] === key));
  const most = Math.max(keys('from').length, keys('to').length);
  const scale = (height - gap * (most - 1)) / total;
  const stack = (side: 'from' | 'to'): FlowEnd[] => {
    let y = 0;
    return keys(side).map((key) => {
      const persons = some.filter((flow) => flow[side] === key).reduce((sum, flow) => sum + flow.persons, 0);
      const end = { key, persons, y, height: persons * scale };
      y += end.height + gap;
      return end;
    });
  };
  const [left, right] = [stack('from'), stack('to')];
  const used = new Map<string, number>();
  const take = (side: string, end: FlowEnd | undefined, size: number): number => {
    const name = `${side} ${end?.key ?? ''}`;
    const at = (end?.y ?? 0) + (used.get(name) ?? 0);
    used.set(name, (used.get(name) ?? 0) + size);
    return at;
  };
  const ribbons = order.flatMap((from) => order.flatMap((to): Ribbon[] => {
    const persons = some.filter((flow) => flow.from === from && flow.to === to).reduce((sum, flow) => sum + flow.persons, 0);
    if (persons === 0) return [];
    const size = persons * scale;
    const a = take('left', left.find(({ key }) => key === from), size);
    const b = take('right', right.find(({ key }) => key === to), size);
    const [x1, x2, middle] = [bar, width - bar, width / 2];
    return [{ from, to, persons, path: `M${x1},${a} C${middle},${a} ${middle},${b} ${x2},${b} L${x2},${b + size} C${middle},${b + size} ${middle},${a + size} ${x1},${a + size} Z` }];
  }));
  return { left, right, ribbons, height };
}
