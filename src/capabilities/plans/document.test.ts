import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readDocument } from './document.gateway.ts';
import { DocumentRefusal, DocumentResult, documentRefusals } from './document.ts';

function fixture(name: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(`./fixtures/${name}`, import.meta.url)));
}

describe('the words of reading', () => {
  test('every refusal has a status', () => {
    expect(Object.keys(documentRefusals).toSorted()).toEqual([...DocumentRefusal.options].toSorted());
  });
});

describe('a real plan written in Word', () => {
  test('reads with its automatic numbers, its table and without its header', async () => {
    const result = await readDocument(fixture('youth-mental.docx'), '计划.docx');
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
});
