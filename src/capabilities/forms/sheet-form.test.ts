import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadForms } from './bank.gateway.ts';
import { fileOfForm, formOfFile } from './exchange.gateway.ts';
import { soundForms } from './form.fixtures.ts';
import { formFromSheets, sheetsOf } from './sheet-form.ts';

test.each(loadForms())('$id goes through a workbook unchanged', async (form) => {
  const file = await fileOfForm(form, 'xlsx');
  expect((await formOfFile(file.filename, Buffer.from(file.base64, 'base64'))).definition).toEqual(form);
});

test('any sound form goes through sheets unchanged', () => {
  fc.assert(
    fc.property(soundForms, ({ form }) => {
      const { form: info, items } = sheetsOf(form);
      expect(formFromSheets([info.head, ...info.rows], [items.head, ...items.rows])).toEqual({ ok: true, form });
    }),
    { numRuns: 60 },
  );
});

const info = [['项目', '内容'], ['id', 'my-form'], ['title.zh', '我的问卷']];
const row = (...cells: unknown[]) => cells;

test('a sheet that people write', () => {
  const read = formFromSheets(info, [['编号'], row('q1', '', 'choice', '您吸烟吗', 'Do you smoke?', '是', '', 'yes=吸|Yes|1\nno=不吸|No|0'), row('q2', '', 'integer', '每天几支', '', '', '', '', '%q1 = 1', 1, 100)]);
  expect(read).toMatchObject({ ok: true, form: { id: 'my-form', title: { zh: '我的问卷', en: '我的问卷' }, items: [{ required: true, options: [{ code: 'yes', score: 1 }, { code: 'no', score: 0 }] }, { enableExpression: '%q1 = 1', min: 1, max: 100 }] } });
});

test.each([
  ['an unknown type', row('q1', '', 'radio', '题'), '题目 Items!C2'],
  ['no linkId', row('', '', 'string', '题'), '题目 Items!A2'],
  ['an option that is none', row('q1', '', 'choice', '题', '', '', '', 'just words'), '题目 Items!H2'],
  ['a parent that is not there', row('q1', 'g', 'string', '题'), '题目 Items!B2'],
  ['a condition on nothing', row('q1', '', 'string', '题', '', '', '', '', '%q9 = 1'), '题目 Items!A2'],
  ['JSON that is none', row('q1', '', 'string', '题', '', '', '', '', '', '', '', '', '', '', '', '{x'), '题目 Items!P2'],
])('%s is refused at its cell', (_, cells, path) => {
  const read = formFromSheets(info, [['编号'], cells]);
  expect(read.ok ? [] : read.refused.map((fault) => fault.path)).toContain(path);
});

test('what is no file of ours is refused', async () => {
  await expect(formOfFile('x.xlsx', Buffer.from('PK nonsense'))).rejects.toMatchObject({ code: 'forms.cannotImport' });
  await expect(formOfFile('x.json', Buffer.from('{"resourceType":"Patient"}'))).rejects.toMatchObject({ code: 'forms.cannotImport', params: { path: 'resourceType' } });
});
