import type { PlanActivity } from '../plan.ts';
import { numberOf } from './numbers.ts';
import type { PlanWords } from './words.ts';

/** Adds what the wording of an activity says of its size, length, place, channel and audience. */
export function withDetails(activity: PlanActivity, wording: string, words: PlanWords): PlanActivity {
  const capacity = /(?:限|不超过|每(?:场|期|班)(?:不超过|不少于|约)?)(\d+)(?:-\d+)?(?:人|名)/.exec(wording);
  const duration = /(?:每(?:集|次|场|节|期)|时长|一次)?(?:不少于|约)?(\d+(?:-\d+)?(?:个)?(?:分钟|小时|学时|课时)|[一二两三半]个?小时)/.exec(wording);
  const count = /(?<![每第\d])(\d+)(?:集|场|期|讲|节)(?!次)/.exec(wording.replace(/每[^,。;]{0,20}/g, ''));
  const place = /(?:在|于)([^,。;、]{2,14}?(?:中心|广场|公园|学校|教室|会议室|活动室|办公区域?|社区|医院|场所|食堂|餐厅|站|室|空间))/.exec(wording);
  const channel = /(微信公众号|公众号|微信群|短视频平台|直播平台|线上线下结合|线上|线下|热线|宣传栏|电子屏)/.exec(wording);
  const audience = words.audiences.find((word) => wording.includes(word));
  return {
    ...activity,
    ...(capacity ? { capacity: Number(capacity[1]), ...(/不超过|限/.test(capacity[0]) ? { capacity_comparator: '<=' as const } : {}) } : {}),
    ...(duration?.[1] ? { duration: duration[1] } : {}),
    ...(count?.[1] ? { count: numberOf(count[1]) } : {}),
    ...(place?.[1] ? { place: place[1] } : {}),
    ...(channel?.[1] ? { channel: channel[1] } : {}),
    ...(audience === undefined ? {} : { audience }),
  };
}
