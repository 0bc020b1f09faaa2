import { expect, test } from 'vitest';
import { expectAccessible, expectNoOverflow, openPage, phone, signIn } from './browser.ts';

test('a counsellor seals a note for the team; the doctor outside it sees nothing of it', async () => {
  const counsellor = await openPage();
  await signIn(counsellor, 'counsellor');
  await counsellor.goto('/cases');
  await counsellor.getByRole('list', { name: '保密个案' }).getByRole('link').first().click();
  await counsellor.getByRole('heading', { name: '个案组' }).waitFor();
  await expectAccessible(counsellor);
  await counsellor.getByRole('button', { name: '写密封记录' }).click();
  const dialog = counsellor.getByRole('dialog');
  await dialog.getByLabel('机构').fill('心理咨询室');
  await dialog.getByLabel('备注').fill('第三次会谈:睡眠恢复');
  await expectAccessible(counsellor);
  await dialog.getByRole('button', { name: '添加' }).click();
  await counsellor.getByText('第三次会谈:睡眠恢复').waitFor();
  const place = new URL(counsellor.url());

  const admin = await openPage();
  await signIn(admin, 'admin');
  await admin.goto(place.pathname);
  await admin.getByRole('heading', { level: 1 }).waitFor();
  expect(await admin.getByText('会谈').count()).toBe(0);
  expect(await admin.getByRole('tab', { name: '保密个案' }).count()).toBe(0);

  const later = await openPage({ viewport: phone, lang: 'en' });
  await signIn(later, 'counsellor');
  await later.goto(place.pathname + place.search);
  await later.getByRole('heading', { name: 'Case team' }).waitFor();
  await expectNoOverflow(later);
  await expectAccessible(later);
  for (const page of [counsellor, admin, later]) await page.context().close();
});

test('the school doctor tells a class something, the teacher reads it, and no longer once it is taken back', async () => {
  const teacher = await openPage({ viewport: phone });
  await signIn(teacher, 'teacher');
  await teacher.goto('/released');
  await teacher.getByText('对花生过敏').first().waitFor();
  await expectAccessible(teacher);
  await expectNoOverflow(teacher);

  const doctor = await openPage();
  await signIn(doctor, 'school');
  await doctor.goto('/released');
  const pupil = await doctor.locator('main li').filter({ hasText: '对花生过敏' }).locator('span').first().textContent();
  await doctor.goto(`/people?q=${encodeURIComponent(pupil ?? '')}`);
  await doctor.getByRole('link', { name: new RegExp(pupil ?? '') }).first().click();
  await doctor.getByRole('tab', { name: '告知班级' }).click();
  await doctor.getByRole('combobox', { name: '事项' }).selectOption({ label: '限制运动' });
  await doctor.getByRole('textbox', { name: '写给教师的话' }).fill('本周不参加长跑');
  await doctor.getByRole('textbox', { name: '到哪天为止(可不填)' }).fill('+7');
  await doctor.getByRole('button', { name: '告知', exact: true }).click();
  await doctor.getByText('本周不参加长跑').first().waitFor();
  await expectAccessible(doctor);
  await teacher.reload();
  await teacher.getByText('本周不参加长跑').first().waitFor();
  await doctor.getByRole('button', { name: '收回:本周不参加长跑' }).click();
  await doctor.getByRole('dialog').getByRole('button', { name: '收回' }).click();
  await doctor.getByText(/收回$/).first().waitFor();
  await doctor.getByText('已收回').first().waitFor();
  await teacher.reload();
  await teacher.getByText('对花生过敏').first().waitFor();
  expect(await teacher.getByText('本周不参加长跑').count()).toBe(0);
  for (const page of [teacher, doctor]) await page.context().close();
});

test('a child joins a household and gets a guardian; staff are assigned to everybody of a grid', async () => {
  const page = await openPage();
  await signIn(page, 'nurse');
  await page.goto('/people/register');
  for (const [name, born] of [['欧阳母', '1988-05-01'], ['欧阳童', '2016-05-01']] as const) {
    await page.evaluate(
      async ([who, on]) => {
        const organizations = (await (await fetch('/api/organizations')).json()) as { organizationId: number; kind: string }[];
        const organizationId = organizations.find(({ kind }) => kind === 'grid')?.organizationId;
        await fetch('/api/people', { method: 'POST', headers: { 'x-kangcheng': '1', 'content-type': 'application/json' }, body: JSON.stringify({ name: who, birthDate: on, sex: 'female', organizationId }) });
      },
      [name, born] as const,
    );
  }
  await page.goto('/people?q=欧阳童');
  await page.getByRole('link', { name: /欧阳童/ }).click();
  await page.getByRole('button', { name: '加入家庭' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('与谁同户').fill('欧阳母');
  await page.getByRole('option', { name: /欧阳母/ }).click();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: '保存' }).click();
  await page.getByRole('button', { name: '分户' }).waitFor();
  await page.getByRole('button', { name: '指定监护人' }).click();
  await dialog.getByLabel(/^监护人/).fill('欧阳母');
  await page.getByRole('option', { name: /欧阳母/ }).click();
  await dialog.getByRole('button', { name: '保存' }).click();
  await page.getByText('可查看档案').waitFor();

  await page.goto('/people');
  await page.getByRole('button', { name: '批量分配' }).click();
  await dialog.getByLabel('管档机构').or(dialog.getByLabel('机构')).first().fill('第一网格');
  await page.getByRole('option', { name: /第一网格/ }).first().click();
  await dialog.getByLabel('医生或护士').fill('社区护士');
  await page.getByRole('option', { name: /社区护士/ }).click();
  await dialog.getByText(/范围内 \d+ 人/).waitFor();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: '分配' }).click();
  await page.getByText('已分配').first().waitFor();
  await page.context().close();
});
