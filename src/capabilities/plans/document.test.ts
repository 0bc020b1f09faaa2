import { readFileSync } from 'node:fs';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { docx, p } from './document.fixtures.ts';
import { readDocument } from './document.gateway.ts';
import { documentLimits, DocumentRefusal, documentRefusals, DocumentResult } from './document.ts';

const words = '健康促进工作计划\n一、总体目标:建档率达到95%以上。';
const utf16 = (text: string) => Buffer.from(text, 'utf16le');
/** 健康促进工作计划 in GBK, which the platform can read but not write. */
const gbk = Uint8Array.from([0xbd, 0xa1, 0xbf, 0xb5, 0xb4, 0xd9, 0xbd, 0xf8, 0xb9, 0xa4, 0xd7, 0xf7, 0xbc, 0xc6, 0xbb, 0xae]);
const compound = (stream: string) => Buffer.concat([Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), Buffer.alloc(600), utf16(stream)]);

test('every refusal has a status', () => {
  expect(Object.keys(documentRefusals).toSorted()).toEqual([...DocumentRefusal.options].toSorted());
});

test('a real plan written in Word reads with its automatic numbers, its table and without its header', async () => {
  const result = await readDocument(new Uint8Array(readFileSync(new URL('./fixtures/youth-mental.docx', import.meta.url))), '计划.docx');
  if (result.kind !== 'text') throw new Error(result.reason);
  const lines = result.text.split('\n');
  expect(DocumentResult.parse(result)).toMatchObject({ format: 'docx', pages: null });
  expect(lines).toContain('一、项目背景与问题陈述');
  expect(lines).toContain('七、风险管理');
  expect(lines.filter((line) => /^4\. 服务链接/.test(line))).toHaveLength(1);
  expect(lines.filter((line) => line.split('\t').length === 4)).toHaveLength(13);
  expect(lines).toContain('1\t直接触达城市青年人数\t≥5万名\t项目结束时');
  expect(lines).toContain('• 风险1:活动参与度不高。');
  expect(lines).not.toContain('城市青年心理健康关怀项目');
});

describe('what a file is, its bytes decide', () => {
  test.each([
    ['a .docx called .txt', docx(p('甲')), 'a.txt', { kind: 'text', format: 'docx' }],
    ['a text called .docx', strToU8(words), 'a.docx', { kind: 'text', format: 'txt' }],
    ['a PDF called .docx', strToU8('%PDF-1.7\nrest'), 'a.docx', { kind: 'refused', reason: 'brokenFile' }],
    ['nothing', new Uint8Array(), 'a.txt', { kind: 'refused', reason: 'emptyFile' }],
    ['white space', strToU8(' \r\n\t\u3000\n'), 'a.txt', { kind: 'refused', reason: 'emptyFile' }],
    ['a .docx without words', docx(p('')), 'a.docx', { kind: 'refused', reason: 'emptyFile' }],
    ['a .docx of pictures', docx(p('<w:r><w:drawing><a:blip/></w:drawing></w:r>')), 'a.docx', { kind: 'refused', reason: 'scannedOnly' }],
    ['a .docx cut short', docx(p('甲')).subarray(0, 300), 'a.docx', { kind: 'refused', reason: 'brokenFile' }],
    ['a .docx whose XML has a DOCTYPE', docx('', { extra: { 'word/document.xml': strToU8('<!DOCTYPE x [<!ENTITY a "b">]><w:document/>') } }), 'a.docx', { kind: 'refused', reason: 'brokenFile' }],
    ['too large', new Uint8Array(documentLimits.bytes + 1), 'a.txt', { kind: 'refused', reason: 'fileTooLarge' }],
    ['an old .doc or .wps', compound('WordDocument'), 'a.doc', { kind: 'refused', reason: 'unsupportedFormat', params: { found: 'doc', advice: 'saveAsDocx' } }],
    ['a .docx with a password', compound('EncryptedPackage'), 'a.docx', { kind: 'refused', reason: 'encryptedFile' }],
    ['an old workbook', compound('Workbook'), 'a.xls', { kind: 'refused', params: { found: 'spreadsheet' } }],
    ['a workbook', zipSync({ '[Content_Types].xml': strToU8('<Types/>'), 'xl/workbook.xml': strToU8('<x/>') }), 'a.docx', { kind: 'refused', params: { found: 'spreadsheet' } }],
    ['slides', zipSync({ 'ppt/presentation.xml': strToU8('<x/>') }), 'a.pptx', { kind: 'refused', params: { found: 'slides' } }],
    ['an .odt', zipSync({ mimetype: strToU8('application/vnd.oasis.opendocument.text'), 'content.xml': strToU8('<x/>') }), 'a.odt', { kind: 'refused', params: { found: 'odt' } }],
    ['an .ofd', zipSync({ 'OFD.xml': strToU8('<x/>') }), 'a.ofd', { kind: 'refused', params: { found: 'ofd' } }],
    ['some archive', zipSync({ 'a.docx': docx(p('甲')) }), 'a.zip', { kind: 'refused', params: { found: 'archive', advice: 'unpack' } }],
    ['a picture', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), 'a.png', { kind: 'refused', params: { found: 'image', advice: 'recogniseText' } }],
    ['a photograph', Uint8Array.from([0xff, 0xd8, 0xff, 0xe0]), 'a.jpg', { kind: 'refused', params: { found: 'image' } }],
    ['rich text', strToU8('{\\rtf1\\ansi x}'), 'a.doc', { kind: 'refused', params: { found: 'rtf' } }],
    ['a web page', strToU8('\ufeff<!DOCTYPE html><html></html>'), 'a.doc', { kind: 'refused', params: { found: 'html' } }],
    ['a program', Uint8Array.from({ length: 2000 }, (_, index) => (index * 7919) % 31), 'a.txt', { kind: 'refused', params: { found: 'unknown' } }],
  ])('%s', async (_, bytes, filename, expected) => {
    const result = await readDocument(bytes, filename);
    expect(DocumentResult.parse(result)).toMatchObject(expected);
  });
});

describe('encodings', () => {
  const swapped = (text: string) => utf16(text).swap16();
  test.each([
    ['UTF-8', strToU8(words), words],
    ['UTF-8 with a mark', strToU8(`\ufeff${words}`), words],
    ['UTF-16 of Windows', utf16(`\ufeff${words}`), words],
    ['UTF-16, big end first', swapped(`\ufeff${words}`), words],
    ['UTF-16 without a mark', utf16(words), words],
    ['UTF-16 without a mark, big end first', swapped(words), words],
    ['GBK', gbk, '健康促进工作计划'],
    ['line ends of Windows and of old Macintosh', strToU8('甲\r\n乙\r丙'), '甲\n乙\n丙'],
    ['many empty lines', strToU8('\n\n甲  \n\n\n\n乙\n'), '甲\n\n乙'],
  ])('%s', async (_, bytes, expected) => {
    expect(await readDocument(bytes, 'a.txt')).toMatchObject({ kind: 'text', format: 'txt', text: expected });
  });

  test('a legacy encoding is noted', async () => {
    expect(await readDocument(gbk, 'a.txt')).toMatchObject({ notes: [{ code: 'legacyEncoding', count: 1 }] });
  });
});

describe('Markdown', () => {
  test.each([
    ['headings', '# 计划\n## 一、目标 ##\n目标', '计划\n一、目标\n目标'],
    ['bullets and tick boxes', '- 甲\n  * 乙\n- [ ] 丙\n1. 丁', '• 甲\n  • 乙\n• 丙\n1. 丁'],
    ['emphasis, code and links', '**建档率**达到 *95%*,见 [指南](https://example.org/a_b) `x_y` ~~旧~~', '建档率达到 95%,见 指南 x_y 旧'],
    ['signs that are no marks', '2*3*4 ≥5 snake_case_name 5 * 6', '2*3*4 ≥5 snake_case_name 5 * 6'],
    ['tables', '| 任务 | 责任人 |\n|:---|:---:|\n| **体检** | 张三<br>李四 |', '任务\t责任人\n体检\t张三 李四'],
    ['fences and quotes', '> 引文\n```\n- 原样 **x**\n```', '引文\n- 原样 **x**'],
    ['escapes and rules', '1\\. 甲\n---\n\\*乙', '1. 甲\n\n*乙'],
  ])('%s', async (_, source, expected) => {
    expect(await readDocument(strToU8(source), 'a.md')).toMatchObject({ kind: 'text', format: 'md', text: expected });
  });

  test('is known by its marks when its name does not say so', async () => {
    expect(await readDocument(strToU8('# 计划\n\n**目标**:95%'), 'a.txt')).toMatchObject({ format: 'md', text: '计划\n\n目标:95%' });
    expect(await readDocument(strToU8('#健康生活# 话题\n1. 目标'), 'a.txt')).toMatchObject({ format: 'txt' });
  });
});
