import { expect, test } from 'vitest';
import { cadencesIn } from './cadences.ts';

const first = (text: string) => cadencesIn(text, [0, text.length])[0];

test.each([
  ['每月至少举办一次讲座', 1, 'month'], ['每季度开展2场义诊', 2, 'quarter'], ['每两周更换一期', 1, 'two-weeks'], ['每2个月最少更换1次', 1, 'two-months'],
  ['每半年召开1次联席会议', 1, 'half-year'], ['每学期不少于4次', 4, 'term'], ['全年不少于10次', 10, 'year'], ['一年两次体检', 2, 'year'], ['两月更换一次', 1, 'two-months'],
  ['每周四晚直播', 1, 'week'], ['每月20日开放', 1, 'month'], ['每日推送一条', 1, 'day'], ['双月沙龙', 1, 'two-months'], ['季度督导', 1, 'quarter'],
  ['定期组织培训', null, 'irregular'], ['不定期设点', null, 'irregular'], ['每场活动结束后发放问卷', 1, 'event'], ['在年末开展评估', 1, 'year'],
  ['每半月举办一次', 2, 'month'], ['隔周周三下午', 1, 'two-weeks'], ['每周一、四开放', 2, 'week'], ['上、下半年各一次', 1, 'half-year'], ['上半年和下半年各开展1次', 1, 'half-year'],
  ['每天上、下午各1次', 2, 'day'], ['每个工作日上午10:00、下午3:30各组织一次', 2, 'day'], ['每天早晚播放', 2, 'day'], ['每年春、秋两季举办', 2, 'year'], ['每学期初、末各一次', 2, 'term'],
  ['春秋两季各办一次', 2, 'year'], ['夏、秋两季开展消杀', 2, 'year'], ['每年举办2届', 2, 'year'], ['报表按季度汇总', 1, 'quarter'], ['随访2次/年', 2, 'year'], ['1次/两周', 1, 'two-weeks'], ['双周四下午', 1, 'two-weeks'],
  ['全年推送文章不少于100篇', 100, 'year'], ['每月5日前通报', 1, 'month'], ['每月第一个周五', 1, 'month'], ['内容要经常更新', null, 'irregular'],
] as const)('%s: %s a %s', (text, times, per) => expect(first(text)?.cadence).toMatchObject({ times, per }));

test.each(['每日食盐摄入量不超过5克', '养成每日健走的习惯', '每位学生一份', '每户发放', '每组20人', '每年安排专项经费30万元', '每年视力检查覆盖率达到90%', '到2026年底完成', '纳入科室年度考核', '每天开放8小时', '每年提供不少于12种资料', '每周播放__次', '每月讲座XX场', '按年龄分组', '每天睡够8小时'])('no activity is that often: %s', (text) => expect(first(text)).toBeUndefined());

test('至少 and a fixed slot are kept', () => {
  expect(first('每月至少举办一次')?.cadence.at_least).toBe(true);
  expect(first('每周四晚')?.cadence.on).toBe('周四晚');
});

test.each([
  ['每月第二、四个周三举办讲座', 2, '第二、四个周三'],
  ['每月最后一个周五下午召开例会', 1, '最后一个周五下午'],
  ['每月第一个周六上午义诊', 1, '第一个周六上午'],
])('%s: %i a month, on %s', (text, times, on) => expect(first(text)?.cadence).toEqual({ times, per: 'month', on }));
