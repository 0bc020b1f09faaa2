import { describe, expect, test } from 'vitest';
import { abstractList, docx, inList, level, list, p, r, row, strict, style, styled, table, tc } from './document.fixtures.ts';
import { readDocument } from './document.gateway.ts';

type Parts = Parameters<typeof docx>[1];

async function linesOf(body: string, parts: Parts = {}): Promise<string[]> {
  const result = await readDocument(docx(body, parts), 'plan.docx');
  if (result.kind !== 'text') throw new Error(result.reason);
  return result.text.split('\n');
}

async function notesOf(body: string, parts: Parts = {}): Promise<Record<string, number>> {
  const result = await readDocument(docx(body, parts), 'plan.docx');
  return result.kind === 'text' ? Object.fromEntries(result.notes.map((note) => [note.code, note.count])) : {};
}

const deleted = (text: string) => `<w:del w:id="1"><w:r><w:delText>${text}</w:delText></w:r></w:del>`;
const field = (instruction: string, result: string) =>
  `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>${instruction}</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>${result}<w:r><w:fldChar w:fldCharType="end"/></w:r>`;
const box = (words: string) => `<w:txbxContent>${p(words)}</w:txbxContent>`;

describe('the words of a paragraph', () => {
  test.each([
    ['runs close up', p(r('健康') + r('促进')), ['健康促进']],
    ['a tab stays, an indent goes', p(`<w:r><w:tab/><w:t>甲</w:t><w:tab/><w:t>乙</w:t></w:r>`), ['甲\t乙']],
    ['a line break begins a line', p('<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t></w:r>'), ['甲', '乙']],
    ['soft hyphens go, hard ones stay', p('<w:r><w:t>co</w:t><w:softHyphen/><w:t>op</w:t><w:noBreakHyphen/><w:t>A</w:t></w:r>'), ['coop-A']],
    ['spaces without xml:space are layout', p('<w:r><w:t> 甲 </w:t></w:r><w:r><w:t xml:space="preserve"> 乙</w:t></w:r>'), ['甲 乙']],
    ['references are decoded once', p(r('A&amp;B &lt;95% &#x4e00; &amp;lt;')), ['A&B <95% 一 &lt;']],
    ['empty paragraphs go', p('甲') + p('') + p('\u3000') + p('乙'), ['甲', '乙']],
    ['hyperlinks, smart tags and controls are words', p(`<w:hyperlink>${r('链')}</w:hyperlink><w:smartTag>${r('接')}</w:smartTag><w:sdt><w:sdtPr/><w:sdtContent>${r('处')}</w:sdtContent></w:sdt>`), ['链接处']],
    ['a control around paragraphs too', `<w:sdt><w:sdtContent>${p('甲')}${p('乙')}</w:sdtContent></w:sdt>`, ['甲', '乙']],
    ['the prompt of an empty control goes', p(`${r('项目:')}<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>${r('单击此处输入文字')}</w:sdtContent></w:sdt>`), ['项目:']],
    ['of a field the result', p(r('第') + field('DATE \\@ "yyyy"', r('2026')) + r('年')), ['第2026年']],
    ['of nested fields the outer result', p(field(`IF ${'</w:instrText></w:r>' + field('PAGE', r('9')) + '<w:r><w:instrText>'} = 1`, r('对'))), ['对']],
    ['a field without end swallows nothing more', p('<w:r><w:fldChar w:fldCharType="begin"/></w:r>') + p('甲'), ['甲']],
    ['a simple field', p(`<w:fldSimple w:instr="NUMPAGES">${r('12')}</w:fldSimple>`), ['12']],
    ['notes leave no mark', p(`${r('甲')}<w:r><w:footnoteReference w:id="2"/></w:r>${r('乙')}`), ['甲乙']],
    ['a tick box of Wingdings', p('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:t>同意</w:t></w:r>'), ['☑同意']],
    ['of ruby the base', p('<w:r><w:ruby><w:rt><w:r><w:t>jian</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>健</w:t></w:r></w:rubyBase></w:ruby></w:r>'), ['健']],
    ['a text box follows its paragraph, once', p(`${r('甲')}<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>${box('框')}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>${box('框')}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>`), ['甲', '框']],
  ])('%s', async (_, body, expected) => {
    expect(await linesOf(body)).toEqual(expected);
  });

  test('hidden text goes, by itself or by style, and says so', async () => {
    const styles = '<w:style w:type="character" w:styleId="Secret"><w:name w:val="Secret"/><w:rPr><w:vanish/></w:rPr></w:style>';
    const body = p(r('看') + r('密', '<w:vanish/>') + r('密', '<w:rStyle w:val="Secret"/>') + r('见', '<w:vanish w:val="0"/>'));
    expect(await linesOf(body, { styles })).toEqual(['看见']);
    expect(await notesOf(body, { styles })).toEqual({ hiddenTextDropped: 2 });
  });

  test('the table of contents goes', async () => {
    const styles = style('10', '', 'toc 1');
    const contents = `<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr><w:sdtContent>${p('目录')}</w:sdtContent></w:sdt>`;
    const body = contents + p(`<w:r><w:t>一、背景</w:t><w:tab/><w:t>1</w:t></w:r>`, styled('10')) + p('一、背景');
    expect(await linesOf(body, { styles })).toEqual(['一、背景']);
    expect(await notesOf(body, { styles })).toEqual({ tableOfContentsDropped: 2 });
  });

  test.each([['another prefix', (xml: string) => xml.replaceAll('w:', 'ns0:').replaceAll('xmlns:w=', 'xmlns:ns0=')]])('namespaces decide, not prefixes: %s', async (_, change) => {
    const { zipSync, unzipSync, strFromU8, strToU8 } = await import('fflate');
    const files = unzipSync(docx(p('甲')));
    files['word/document.xml'] = strToU8(change(strFromU8(files['word/document.xml'] ?? new Uint8Array())));
    expect(await readDocument(zipSync(files), 'x')).toMatchObject({ kind: 'text', text: '甲' });
  });

  test('strict files read alike', async () => {
    expect(await linesOf(p('甲') + table(row('乙', '丙')), { namespace: strict })).toEqual(['甲', '乙\t丙']);
  });
});

describe('tracked changes are accepted', () => {
  const marked = (change: string) => `<w:rPr><w:${change} w:id="9"/></w:rPr>`;
  test.each([
    ['insertions stay, deletions go', p(`${r('目标')}${deleted('80%')}<w:ins w:id="2">${r('90%')}</w:ins>`), ['目标90%']],
    ['moved words stand where they went', p(`<w:moveFrom>${r('旧')}</w:moveFrom>`) + p(`<w:moveTo>${r('新')}</w:moveTo>`), ['新']],
    ['a deleted paragraph mark joins', p('前半', marked('del')) + p('后半') + p('下段'), ['前半后半', '下段']],
    ['a wholly deleted paragraph is gone', p('甲') + p(deleted('乙'), marked('del')) + p('丙'), ['甲', '丙']],
    ['an inserted paragraph mark parts', p('前', marked('ins')) + p('后'), ['前', '后']],
    ['a deleted row is gone', table(row('甲', '1'), `<w:tr><w:trPr><w:del/></w:trPr>${tc('乙')}${tc('2')}</w:tr>`, row('丙', '3')), ['甲\t1', '丙\t3']],
  ])('%s', async (_, body, expected) => {
    expect(await linesOf(body)).toEqual(expected);
  });

  test('a deleted item is not counted', async () => {
    const numbering = abstractList(0, level(0, { format: 'decimal', text: '%1.' })) + list(1, 0);
    const body = p('甲', inList(1)) + p(deleted('乙'), inList(1) + marked('del')) + p('丙', inList(1));
    expect(await linesOf(body, { numbering })).toEqual(['1. 甲', '2. 丙']);
  });
});

describe('automatic numbers', () => {
  const outline = abstractList(
    0,
    level(0, { format: 'chineseCounting', text: '%1、' }),
    level(1, { format: 'chineseCounting', text: '\uff08%2\uff09' }),
    level(2, { format: 'decimal', text: '%3.' }),
    level(3, { format: 'decimalEnclosedCircle', text: '%4' }),
  );

  test('a Chinese outline', async () => {
    const depth = [0, 1, 2, 2, 3, 1, 2, 0, 1];
    const lines = await linesOf(depth.map((each) => p('项', inList(1, each))).join(''), { numbering: outline + list(1, 0) });
    expect(lines).toEqual(['一、项', '\uff08一\uff09项', '1. 项', '2. 项', '① 项', '\uff08二\uff09项', '1. 项', '二、项', '\uff08一\uff09项']);
  });

  test.each([
    ['several levels', { format: 'decimal', text: '%1.%2' }, ['1. 甲', '1.1 乙', '1.2 乙', '2. 甲', '2.1 乙']],
    ['chapters in digits below', { format: 'decimal', text: '第%1章第%2节', more: '<w:suff w:val="space"/>' }, ['1. 甲', '第1章第1节 乙', '第1章第2节 乙', '2. 甲', '第2章第1节 乙']],
    ['no gap', { format: 'lowerLetter', text: '%2', more: '<w:suff w:val="nothing"/>' }, ['1. 甲', 'a乙', 'b乙', '2. 甲', 'a乙']],
    ['never restarts', { format: 'decimal', text: '%2)', more: '<w:lvlRestart w:val="0"/>' }, ['1. 甲', '1)乙', '2)乙', '2. 甲', '3)乙']],
    ['another start', { format: 'upperRoman', text: '%2:', start: 4 }, ['1. 甲', 'IV: 乙', 'V: 乙', '2. 甲', 'IV: 乙']],
    ['no number at all', { format: 'none', text: '' }, ['1. 甲', '乙', '乙', '2. 甲', '乙']],
    ['a dash', { format: 'bullet', text: '–' }, ['1. 甲', '– 乙', '– 乙', '2. 甲', '– 乙']],
    ['a bullet of a symbol font', { format: 'bullet', text: '\uf0b7' }, ['1. 甲', '• 乙', '• 乙', '2. 甲', '• 乙']],
  ])('%s', async (_, second, expected) => {
    const numbering = abstractList(0, level(0, { format: 'decimal', text: '%1.' }), level(1, second)) + list(1, 0);
    const body = [0, 1, 1, 0, 1].map((each) => p(each === 0 ? '甲' : '乙', inList(1, each))).join('');
    expect(await linesOf(body, { numbering })).toEqual(expected);
  });

  test('upper numbers in digits where the level says so (isLgl)', async () => {
    const numbering = abstractList(0, level(0, { format: 'chineseCounting', text: '%1、' }), level(1, { format: 'decimal', text: '%1.%2', more: '<w:isLgl/>' })) + list(1, 0);
    expect(await linesOf(p('甲', inList(1)) + p('乙', inList(1, 1)), { numbering })).toEqual(['一、甲', '1.1 乙']);
  });

  test('two lists of one kind go on counting; a start override begins again, once', async () => {
    const override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>';
    const numbering = abstractList(0, level(0, { format: 'decimal', text: '%1.' })) + list(1, 0) + list(2, 0) + list(3, 0, override);
    const body = [1, 1, 2, 3, 3, 1].map((id) => p('项', inList(id))).join('');
    expect(await linesOf(body, { numbering })).toEqual(['1. 项', '2. 项', '3. 项', '1. 项', '2. 项', '3. 项']);
  });

  test('an override may redefine the level', async () => {
    const override = `<w:lvlOverride w:ilvl="0">${level(0, { format: 'upperLetter', text: '(%1)', start: 3 })}</w:lvlOverride>`;
    expect(await linesOf(p('项', inList(1)), { numbering: abstractList(0, level(0, { format: 'decimal', text: '%1.' })) + list(1, 0, override) })).toEqual(['(C)项']);
  });

  test('headings numbered by style, also by a style they are based on; numId 0 takes the number off', async () => {
    const numbering =
      abstractList(0, level(0, { format: 'chineseCounting', text: '%1、', more: '<w:pStyle w:val="H1"/>' }), level(1, { format: 'decimal', text: '%2.', more: '<w:pStyle w:val="H2"/>' })) + list(5, 0);
    const styles =
      style('H1', '<w:pPr><w:numPr><w:numId w:val="5"/></w:numPr></w:pPr>') +
      style('H2', '<w:pPr><w:numPr><w:numId w:val="5"/></w:numPr></w:pPr>') +
      style('Mine', '<w:basedOn w:val="H1"/>');
    const body = p('甲', styled('H1')) + p('乙', styled('H2')) + p('丙', styled('Mine')) + p('丁', styled('H1') + inList(0));
    expect(await linesOf(body, { numbering, styles })).toEqual(['一、甲', '1. 乙', '二、丙', '丁']);
  });

  test('a list that borrows its levels from a list style', async () => {
    const numbering =
      abstractList(0, '<w:styleLink w:val="L"/>', level(0, { format: 'decimal', text: '%1)' })) + abstractList(1, '<w:numStyleLink w:val="L"/>') + list(1, 0) + list(2, 1);
    const styles = '<w:style w:type="numbering" w:styleId="L"><w:name w:val="L"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>';
    expect(await linesOf(p('项', inList(2)), { numbering, styles })).toEqual(['1)项']);
  });

  test('a format newer than the file format', async () => {
    const custom = '<mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom" w:format="01, 02, 03, ..."/></mc:Choice><mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent>';
    const numbering = abstractList(0, `<w:lvl w:ilvl="0"><w:start w:val="1"/>${custom}<w:lvlText w:val="%1."/></w:lvl>`) + list(1, 0);
    expect(await linesOf(p('项', inList(1)), { numbering })).toEqual(['01. 项']);
  });

  test('empty items count but leave no line, except as the number of a row', async () => {
    const numbering = abstractList(0, level(0, { format: 'decimal', text: '%1' })) + list(1, 0) + list(2, 0, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>');
    expect(await linesOf(p('甲', inList(1)) + p('', inList(1)) + p('丙', inList(1)), { numbering })).toEqual(['1 甲', '3 丙']);
    const numbered = (name: string) => row(tc(p('', inList(2))), name);
    expect(await linesOf(table(row('序号', '任务'), numbered('体检'), numbered('讲座')), { numbering })).toEqual(['序号\t任务', '1\t体检', '2\t讲座']);
  });
});

describe('tables', () => {
  const merged = (value = '') => `<w:vMerge${value}/>`;
  test.each([
    ['a row is a line', table(row('任务', '责任人'), row('体检', '张三')) + p('后'), ['任务\t责任人', '体检\t张三', '', '后']],
    ['merged down repeats', table(row(tc('工会', merged(' w:val="restart"')), '讲座'), row(tc('', merged()), '义诊'), row(tc('团委', merged(' w:val="restart"')), '竞赛')), ['工会\t讲座', '工会\t义诊', '团委\t竞赛']],
    ['merged across stands once', table(row(tc('合计', '<w:gridSpan w:val="2"/>'), '9'), row('a', 'b', 'c')), ['合计\t9', 'a\tb\tc']],
    ['merged down beside merged across', table(row(tc('宽', '<w:gridSpan w:val="2"/>'), tc('右', merged(' w:val="restart"'))), row('a', 'b', tc('', merged()))), ['宽\t右', 'a\tb\t右']],
    ['a heading broken to fit closes up', table(row('责任\n部门', '时间')), ['责任部门\t时间']],
    ['short names become a list', table(row('部门'), row('x')) + table(row('谁', '事'), row('工会\n团委\n妇联', '讲座')), ['部门', 'x', '谁\t事', '工会、团委、妇联\t讲座']],
    ['paragraphs are parted by a space', table(row('谁', '事'), row('工会', '1.开展讲座;\n2.组织义诊。')), ['谁\t事', '工会\t1.开展讲座; 2.组织义诊。']],
    ['empty rows go, empty cells stay', table(row('a', '', 'c'), row('', '', '')), ['a\t\tc']],
    ['a table in a cell is flattened', table(row('外', tc(table(row('内', '1'), row('里', '2')) + p('')))), ['外\t内 1 里 2']],
    ['a frame around text is no table', table(row(tc(p('第一段') + p('第二段')))), ['第一段', '第二段']],
    ['tabs inside a cell are spaces', table(row(tc(p('<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t></w:r>')), '丙')), ['甲 乙\t丙']],
  ])('%s', async (_, body, expected) => {
    expect(await linesOf(body)).toEqual(expected);
  });
});
