import type { Cadence, CadencePeriod, Span } from '../plan.ts';
import { longestPiece } from './clauses.ts';
import { anyNumber, numberOf } from './numbers.ts';

export type FoundCadence = { readonly span: Span; readonly cadence: Omit<Cadence, 'text'> };

const unit = '(?:个工作日|工作日|天|日|周|星期|个月|月度?|个?季度|季|半年|个?学期|学年|年度?|双月|双周)';
const occasion = '(?:人次|届|场次|次数|次|场|期|节|集|条|篇|轮|个|份|批|讲|堂|回|遍|部|课时|学时|版|档)';
const few = '(?:至少|不少于|不低于|≥|不得少于|最少|各|均|固定|统一)?';

const day = '(?:世界|全国|国际|中国|国家|全民)[^,。;、“”及和与等]{1,12}?(?:日|周|月)';

type Form = { readonly form: RegExp; readonly read: (hit: RegExpExecArray) => Omit<Cadence, 'text'> | null };

const every = `每(?:隔)?(?:一)?(两|二|三|2|3|6|六|双|半)?(${unit})`;
const forms: readonly Form[] = [
  { form: /每(月|季度?|半年|学期)的?((?:第?[一二三四五](?:[、和及]第?[一二三四五])+|最后一?)个?(?:周|星期)[一二三四五六日天](?:晚上?|上午|下午)?)/g, read: (hit) => nthWeekdays(hit[1] ?? '', hit[2] ?? '') },
  { form: new RegExp(`每(天|日|个?工作日|周|月|年|学年|学期)([^,。;!?每]{1,24}?)(?:各|分别)([^,。;:\\d]{0,8}?)(${anyNumber})${occasion}`, 'g'), read: (hit) => listed(hit[1] ?? '', hit[2] ?? '', numberOf(hit[4] ?? '')) },
  { form: new RegExp(`([春夏秋冬](?:[、和]?[春夏秋冬]){1,3})(?:[两三四]?季)?(?:各|分别)[^,。;:\\d]{0,8}?(${anyNumber})${occasion}`, 'g'), read: (hit) => listed('年', hit[1] ?? '', numberOf(hit[2] ?? '')) },
  { form: /(?<!每年)([春夏秋冬](?:[、和]?[春夏秋冬]){1,3})[两三四]季/g, read: (hit) => listed('年', hit[1] ?? '', 1) },
  { form: /按(周|月|季度?|学期|年度?)(?![龄级份节期])/g, read: (hit) => ofBase(hit[1] ?? '') },
  { form: /每(天|日|年|学年)(早晚|早、?中、?晚|上、?下午|[春夏秋冬](?:、[春夏秋冬]){1,3}[两三四]?季)/g, read: (hit) => listed(hit[1] ?? '', hit[2] ?? '', 1) },
  { form: new RegExp(`${every}([^,。;:!?每]{0,30}?)(?<![第\\d.])(${anyNumber})(?:-(${anyNumber}))?[余多]?${occasion}(以上)?`, 'g'), read: (hit) => counted(hit) },
  { form: new RegExp(`上(?:半年)?[、和及]?下半年(?:各|分别)([^,。;:]{0,14}?)(${anyNumber})${occasion}`, 'g'), read: (hit) => ({ times: numberOf(hit[2] ?? ''), per: 'half-year' }) },
  { form: /(?<!每|间)隔(周|月|年)(?!离|开|断|行)(?:的?(?:周|星期)?([一二三四五六日天](?:晚上?|上午|下午)?))?/g, read: (hit) => ({ times: 1, per: hit[1] === '周' ? 'two-weeks' : hit[1] === '月' ? 'two-months' : 'two-years', ...(hit[2] === undefined ? {} : { on: `周${hit[2]}` }) }) },
  { form: new RegExp(`每(周|星期|月|年|季度|学期)的?((?:第?[一二三四五六日天末]{1,2}(?:个?(?:周|星期)[一二三四五六日])?|\\d{1,2}(?:日前?|号前?|月)(?:份|\\d{1,2}日)?|固定(?:时间|日期)?|初|中旬|上旬|下旬|末)(?:[、和及](?:周|星期)?[一二三四五六日])*(?:晚上?|上午|下午|中午|期间)?)`, 'g'), read: (hit) => slot(hit) },
  { form: new RegExp(`${every}`, 'g'), read: (hit) => plain(hit) },
  { form: new RegExp(`(?<![第20\\d])(一|两|二|1|2|半)(?:个)?(年|月|季度|周|学期|天)(?:内)?${few}([^,。;:每年月日至到\\d-]{0,6}?)(${anyNumber})[余多]?(?:次|场|期|遍|回|检|换)(以上)?`, 'g'), read: (hit) => ofSpell(hit) },
  { form: new RegExp(`(全年|年内|年度内|本年度内?|一年内|本学期|学期内|上半年|下半年)([^,。;:]{0,24}?)(${anyNumber})[余多]?(?:场次|次|场|期|节|轮|讲|篇|条|集|课时|班次)(以上)?`, 'g'), read: (hit) => ofYear(hit) },
  { form: /(?:每(?:次|场|期)(?:活动|讲座|培训|课程?|工作坊|咨询|会议)?[^,。;:]{0,4}?(?:结束后|后|前))/g, read: () => ({ times: 1, per: 'event' }) },
  { form: /(?:岗前、岗中、离岗时?|岗前、岗中和离岗时?|上岗前、在岗期间(?:和|、)离岗时|(?:上岗前|入职时|新生入学时|入学时|开学前|出院后(?!\d)|确诊后(?!\d)))/g, read: () => ({ times: null, per: 'event' }) },
  { form: /(?<![到至\d年])(?:在|于)?(?:学年末|年末|年终|年底)(?!前)/g, read: (hit) => ({ times: 1, per: 'year', on: hit[0].replace(/^[在于]/, '') }) },
  { form: /(?:在|于)?(?:学期末|期末|每学期末|学期初|开学初)/g, read: (hit) => ({ times: 1, per: 'term', on: hit[0].replace(/^[在于]/, '') }) },
  { form: /在?(?:项目|活动|干预)(?:初期|前)(?:和|、|及)(?:末期|后|期末|结束)/g, read: () => ({ times: 2, per: 'once' }) },
  { form: /(?:年度)(?=.{0,4}(?:体检|考核|评估|总结|检查|表彰|调查|健康检查))/g, read: () => ({ times: 1, per: 'year' }) },
  { form: /(?:季度)(?=(?:督导|考核|通报|例会|检查|评估|会议|联席|调度|分析))/g, read: () => ({ times: 1, per: 'quarter' }) },
  { form: /(?:月度?|月)(?=(?:例会|调度|考核|通报|督导|报告|报表))/g, read: () => ({ times: 1, per: 'month' }) },
  { form: /(?:周)(?=(?:例会|调度|会议|报))/g, read: () => ({ times: 1, per: 'week' }) },
  { form: /(?:在|于|结合|利用|围绕)(?:国家)?“?(?:世界|全国|国际|中国|全民)[^,。;、“”及和与等]{1,12}?(?:日|周|月)”?(?=[、和及等])[^。;每]{0,60}?(?=等|,|开展|举办|组织)(?![^。]{0,12}每)/g, read: () => ({ times: null, per: 'event' }) },
  { form: new RegExp(`(?:在|于|结合|利用|围绕)(?:国家)?“?(${day})”?(?:期间|当天|前后|来临之际|活动|\\(\\d{1,2}月\\d{1,2}日\\))?(?=[^、和及等]|$)`, 'g'), read: (hit) => ({ times: 1, per: 'year', on: hit[1] ?? '' }) },
  { form: new RegExp(`(?<=日[,(]?“?|^“?)(${day})”?\\)?(?=期间|当天|前后|开展|举办|组织|集中)`, 'g'), read: (hit) => ({ times: 1, per: 'year', on: hit[1] ?? '' }) },
  { form: new RegExp(`(${anyNumber})${occasion}\\s?/\\s?(?:每)?(两|半)?(${unit})`, 'g'), read: (hit) => perSpell(hit) },
  { form: /(?<!每|第)双(?:月|周)(?:[一二三四五六日](?:晚上?|上午|下午)?)?(?!刊|报|学位)/g, read: (hit) => ({ times: 1, per: hit[0].startsWith('双月') ? 'two-months' : 'two-weeks' }) },
  { form: /(?:不定期|定期|全天候|24小时(?=.{0,6}(?:热线|服务|值守|值班|开放|在线))|实时(?=监测|监控|上传|采集|更新|预警)|常态化(?=开展|组织|进行|推进|举办|巡查|宣传)|经常性(?:地|开展|组织)|经常(?=更新|推送|开展|组织|进行|深入|宣传|播放|举办|召开|发布)|适时(?=开展|组织|举办|召开|进行|更新|推送|邀请)|不间断|长期(?=开展|播放|坚持))/g, read: () => ({ times: null, per: 'irregular' }) },
];

/** How often something is done, wherever `span` says so, in order; none overlaps another. */
export function cadencesIn(folded: string, span: Span): FoundCadence[] {
  const text = folded.slice(span[0], Math.min(span[1], span[0] + longestPiece));
  const out: FoundCadence[] = [];
  for (const { form, read } of forms) {
    for (const hit of text.matchAll(form)) {
      const found: Span = [span[0] + hit.index, span[0] + hit.index + hit[0].length];
      if (isHabit(text, hit) || out.some((one) => one.span[0] < found[1] && found[0] < one.span[1])) continue;
      const cadence = read(hit);
      if (cadence !== null) out.push({ span: found, cadence });
    }
  }
  return out.sort((a, b) => a.span[0] - b.span[0]);
}

/** What people do or eat each day is no activity of the plan; neither are prices per year nor 每人, 每户. */
function isHabit(text: string, hit: RegExpExecArray): boolean {
  const around = text.slice(hit.index, hit.index + hit[0].length + 14);
  const before = text.slice(Math.max(0, hit.index - 16), hit.index);
  // 每月不少于__次: a blank is no number, and none may be guessed.
  if (/^[^,。;]{0,24}?(?:_+|[xX×]{2,}|\[[^\]]{0,3}\])\s?(?:次|场|期|节|篇|条)/.test(text.slice(hit.index, hit.index + 40)) && !/\d/.test(hit[0])) return true;
  if (/(?:纳入|列入)[^,。]{0,12}$/.test(before)) return true;
  if (/^每[天日][^,。;]{0,8}(?:开放|营业)[^,。;]{0,6}小时/.test(around)) return true;
  if (/^每年[^,。;]{0,24}(?:不少于|至少|不低于)\s?\d+\s?(?:种|类|平方米)/.test(text.slice(hit.index, hit.index + 40))) return true;
  // 每年检查覆盖率达到九成: the period belongs to a measure.
  if (/^每[^,。;]{0,24}(?:率|比例)(?:均|分别|应|要|力争|达|提|保持|控制|不|≥|>|为|\d|[一二三四五六七八九]成|百分)/.test(text.slice(hit.index, hit.index + 40))) return true;
  if (/^每[天日](?:.{0,10}(?:摄入|食盐|饮水|喝|吃|睡|用眼|屏幕|步数|\d+步|克|刷牙))/.test(around)) return true;
  if (/^[^,。]{0,14}(?:的习惯|习惯养成)/.test(around)) return true;
  if (/(?:养成|做到|坚持|鼓励居民|引导居民|倡导居民|倡导)[^,。]{0,8}$/.test(before) && /^每[天日周]/.test(around)) return true;
  if (/定期$/.test(hit[0]) && /^定期(?:锻炼|运动|作息|复查身体)/.test(around) && /(?:包括|引导|提醒|倡导)[^。]{0,16}$/.test(before)) return true;
  if (/^(?:每年|每月|每季度)[^,。;]{0,16}(?:经费|资金|预算|补助)[^,。;]{0,8}元/.test(text.slice(hit.index, hit.index + 40))) return true;
  return /^每年?(?:每|人均|平均)/.test(around) && /元/.test(around);
}

/** 每天上、下午各1次: the slots times the number. */
function listed(unitWritten: string, slots: string, times: number): Omit<Cadence, 'text'> | null {
  const per = basePeriod(unitWritten.replace('个', ''));
  const bare = slots.replace(/[两三四]?季$/, '');
  const count = slotsIn(bare);
  return per === null || Number.isNaN(times) || count < 2 ? null : { times: times * count, per, on: slots };
}

/** 春、秋 and 春秋 are two slots, 早晚 too. */
function slotsIn(written: string): number {
  if (/^[春夏秋冬、和]+$/.test(written)) return written.replace(/[、和]/g, '').length;
  if (written === '早晚' || written === '上下午') return 2;
  return written === '早中晚' ? 3 : written.split(/[、和及与]/).length;
}

/** Half a month is no period of its own: 每半月一次 is twice a month. */
const halved = (multiple: string | undefined, written: string): boolean => multiple === '半' && basePeriod(written) === 'month';

function periodOf(multiple: string | undefined, written: string): CadencePeriod | null {
  const base = basePeriod(written);
  if (multiple === undefined || base === null) return base;
  if (multiple === '半') return base === 'year' ? 'half-year' : base === 'month' ? 'month' : null;
  const twice = ['两', '二', '2', '双'].includes(multiple);
  if (twice) return base === 'week' ? 'two-weeks' : base === 'month' ? 'two-months' : base === 'year' ? 'two-years' : null;
  if (base === 'month') return ['三', '3'].includes(multiple) ? 'quarter' : 'half-year';
  return null;
}

function basePeriod(written: string): CadencePeriod | null {
  if (/半年/.test(written)) return 'half-year';
  if (/双月/.test(written)) return 'two-months';
  if (/双周/.test(written)) return 'two-weeks';
  if (/季/.test(written)) return 'quarter';
  if (/学期/.test(written)) return 'term';
  if (/年/.test(written)) return 'year';
  if (/月/.test(written)) return 'month';
  if (/周|星期/.test(written)) return 'week';
  return /天|日/.test(written) ? 'day' : null;
}

const atLeastOf = (written: string): { at_least?: true } => (/至少|不少于|不低于|≥|不得少于|最少|以上/.test(written) ? { at_least: true } : {});

function counted(hit: RegExpExecArray): Omit<Cadence, 'text'> | null {
  const per = periodOf(hit[1], hit[2] ?? '');
  const times = numberOf(hit[5] ?? hit[4] ?? '');
  const low = numberOf(hit[4] ?? '');
  if (per === null || Number.isNaN(times) || times > 400) return null;
  if (/[名位人户家](?:以上)?$/.test(hit[3] ?? '')) return null;
  return { times: halved(hit[1], hit[2] ?? '') ? low * 2 : low, per, ...atLeastOf(hit[0]) };
}

function slot(hit: RegExpExecArray): Omit<Cadence, 'text'> | null {
  const per = basePeriod(hit[1] ?? '');
  if (per === null || (per === 'year' && !/月/.test(hit[2] ?? ''))) return null;
  const days = (hit[2] ?? '').split(/[、和及]/).length;
  return { times: days, per, on: /固定/.test(hit[2] ?? '') ? '固定时间' : (/^[一二三四五六日天末]/.test(hit[2] ?? '') && per === 'week' ? '周' : '') + (hit[2] ?? '') };
}

/** 每月第二、四个周三: as many times as weekdays are counted out. */
function nthWeekdays(unitWritten: string, on: string): Omit<Cadence, 'text'> | null {
  const per = basePeriod(unitWritten);
  return per === null ? null : { times: on.split(/[、和及]/).length, per, on };
}

function plain(hit: RegExpExecArray): Omit<Cadence, 'text'> | null {
  const per = periodOf(hit[1], hit[2] ?? '');
  return per === null ? null : { times: halved(hit[1], hit[2] ?? '') ? 2 : 1, per };
}

/** 2次/月. */
function perSpell(hit: RegExpExecArray): Omit<Cadence, 'text'> | null {
  const per = periodOf(hit[2], hit[3] ?? '');
  const times = numberOf(hit[1] ?? '');
  return per === null || Number.isNaN(times) ? null : { times, per };
}

function ofBase(written: string): Omit<Cadence, 'text'> | null {
  const per = basePeriod(written);
  return per === null ? null : { times: 1, per };
}

function ofSpell(hit: RegExpExecArray): Omit<Cadence, 'text'> | null {
  const multiple = ['一', '1'].includes(hit[1] ?? '') ? undefined : hit[1];
  const per = periodOf(multiple, hit[2] ?? '');
  const times = numberOf(hit[4] ?? '');
  return per === null || Number.isNaN(times) ? null : { times, per, ...atLeastOf(hit[0]) };
}

function ofYear(hit: RegExpExecArray): Omit<Cadence, 'text'> | null {
  const times = numberOf(hit[3] ?? '');
  const per = /学期/.test(hit[1] ?? '') ? 'term' : /半年/.test(hit[1] ?? '') ? 'half-year' : 'year';
  return Number.isNaN(times) ? null : { times, per, ...atLeastOf(hit[0]) };
}
