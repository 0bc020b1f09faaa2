import type { PlanWords } from './words.ts';

const adverbs = /^(?:我们|中心|学校|医院|公司|社区|村|各单位|各部门|各校|并|且|同时|还|也|将|要|应|需|可|会(?!议|诊|商|谈|员|场|展)|拟|计划|继续|进一步|每个?(?:乡镇|社区|村|学校|班级?|县|区|街道|单位|科室|校)|每|(?:不少于|至少)?\d+(?:人|名|个|支|条|处|所)(?:以上)?的?(?=.{3})|全年|系列|一系列|各类|多种形式的?|形式多样的?|丰富多彩的?|多种|多形式|相关|的|地|性|次|场|期|、|,|一定的|必要的|专业的|一批|一份|本市|各队伍间的|相互|优质的?|便捷的?|个性化的|好)/;
const prepositions = /^(?:在|于|与|同|和|邀请|由|联合|利用|通过|结合|围绕|针对|为|向|对(?!照)|以|依托|借助|按照|根据|依据|面向|组织|会同|配合|协同)/;

/** A short noun phrase for what a clause or heading tells to do: 每月至少举办一次健康主题讲座 is 健康主题讲座. */
export function activityName(clause: string, words: PlanWords): string {
  const bare = clause.replace(/^[\s.、:()]+/, '').replace(/^(?:\d{1,2}:\d{2}(?:-\d{1,2}:\d{2})?[、和至]?)+/, '').replace(/^(?:期间|当天|前后|来临之际|早晨|早上|上午|下午|中午|晚上|[\d一二三四五六七八九十]{1,3}点(?:半|整)?|学?期末|年末|年终|年底|上、?下午|早晚|第?[一二三四]个(?:周|星期)[一二三四五六日](?:晚上?|上午|下午)?|\d{1,2}[日号]前?|[春夏秋冬](?:、[春夏秋冬])*[两三四]?季)+(?=.{2})/, '').replace(/^\d{1,2}[.、)]\s?(?!\d)/, '').replace(/^(?:20\d\d年)?\d{1,2}月(?:份|\d{1,2}日|底前?)?/, '').replace(/^20\d\d年/, '').replace(/\([^)]*\)?/g, '').replace(/[“”"《》【】]/g, '').replace(/——.*$/, '').trim();
  const acted = treated(bare) ?? withoutOpening(bare, words);
  return shorten(acted);
}

/** 对学生体质健康状况进行监测 is 学生体质健康状况监测. */
function treated(clause: string): string | null {
  const hit = /(?:对(?!照|象)|就|针对)(.{2,24}?)(?:等?)(?:进行|开展|实施|予以|给予)(?:一次|全面|系统|定期|集中|专项|专业|动态)*的?(.{2,24})$/.exec(clause);
  const free = /^(?:为|对|给|向)([^,、]{2,14}?)(?:开展|进行|提供)?((?:免费|上门|集中|统一)[^,]{2,8})$/.exec(clause);
  if (free) return `${free[1] ?? ''}${free[2] ?? ''}`;
  return hit ? `${(hit[1] ?? '').split('、')[0] ?? ''}${/[^的]{2,}$/.exec(hit[2] ?? '')?.[0] ?? ''}` : null;
}

function withoutOpening(clause: string, words: PlanWords): string {
  let rest = clause.replace(/(?:不少于|至少|不低于|不超过)$/, '').replace(/^(?:至少|不少于|最少)/, '');
  for (let guard = 0; guard < 12; guard++) {
    const before = rest;
    rest = rest.replace(adverbs, '').replace(/^以[^,]{2,20}?为(?:主题|内容|主线|载体)的/, '').replace(/^(?:带领|组织|引导|动员)[\u4e00-\u9fff]{2,5}?(?:跳|打|做|练)(?=.{2})/, '');
    rest = rest.replace(/^[\u4e00-\u9fff]{2,6}?(?=(?:开展|参与|参加|进行|走进|举办)[^和、])/, '').replace(/^(?:参与|走进)(?=.{3})/, '');
    rest = rest.replace(/[\d一二两三四五六七八九十]+(?:篇|条|期|个|份)(?:以上|左右)?$/, '');
    const turned = /^(推送|播放|监测|检测|督导|巡查|发放)(?:一|\d)?[条篇个次期]?(.{3,})$/.exec(rest);
    if (turned) return `${(turned[2] ?? '').split(/[、,和]/)[0] ?? ''}${turned[1] ?? ''}`;
    const verb = words.activityVerbs.find((one) => rest.startsWith(one) && rest.length - one.length >= 2 && !staysWhole(rest, one));
    if (verb !== undefined) rest = rest.slice(verb.length).replace(/^(?:和|与|或|及|、)(?=(?:.{2}))/, '').replace(/^[了好]/, '');
    else if (prepositions.test(rest)) rest = behindVerb(rest, words) ?? rest;
    if (rest === before) break;
  }
  return rest;
}

/** 宣传, 指导, 培训 and the like are the activity itself when nothing countable follows. */
const staysWhole = (rest: string, verb: string): boolean => /^(?:培训|指导|宣传|推送|评选|表彰|招募|发放|播放)$/.test(verb) && rest.length - verb.length < 3;

/** 在小区广场设立临时宣传点: what follows the first verb behind the circumstance. */
function behindVerb(clause: string, words: PlanWords): string | null {
  let first: { at: number; length: number } | null = null;
  for (const verb of words.activityVerbs) {
    const at = clause.indexOf(verb, 2);
    if (at > 0 && clause.length - at - verb.length >= 2 && (first === null || at < first.at)) first = { at, length: verb.length };
  }
  return first === null ? null : clause.slice(first.at + first.length);
}

function shorten(name: string): string {
  const flat = name.replace(/^(?:对(?!照)|详尽的|增加)(?=.{4})/, '').replace(/的(培训|管理|监测|检查|指导|宣传|监督)(?:和|、|与|及).*$/, '$1').replace(/^[的一]?(?:一次|一场|一期|一个|\d+(?:次|场|期|个|节|篇|条)(?:以上)?的?|次|场)/, '').replace(/^(?:至少|不少于)?[一二两三四五六七八九十\d]+(?:次|场|期|个|节|篇|条|轮|批)(?:以上)?的?/, '').replace(/^的/, '').replace(/^(?:(?:出|发|做|办|搞|推出|供应)[一两三\d]{1,2}[期份次场款个]|推出|供应)(?=.{2})/, '');
  const listed = flat.length > 18 && flat.includes('、') ? (/^(.{4,40}?)等/.exec(flat)?.[1] ?? flat) : flat;
  return listed.replace(/并(?:公布|公示|上报|记录|通报|登记|反馈|进行[^,]*|做好[^,]*|及时[^,]*)$/, '').replace(/\d+(?:分钟|小时)$/, '').replace(/(?<=.{3})每(?:班|校|村|人|组|户|科|院)$/, '').replace(/[\d一二两三四五六七八九十]+(?:次|场|期|节)(?:以上|以内)?$/, '').replace(/(?:不少于|不低于|至少|达到|≥|不超过)(?:[\d一二两三四五六七八九十].*)?$/, '').replace(/(?:等(?:工作|活动|内容|方面|形式)?|工作|服务工作)$/, '').replace(/[,、;:。的]+$/, '').slice(0, 30);
}

/** The activity noun that ends latest in `phrase`; null when it names nothing one can hold. */
export function activityNounIn(phrase: string, words: PlanWords): string | null {
  return words.activityNouns.find((noun) => phrase.includes(noun)) ?? null;
}
