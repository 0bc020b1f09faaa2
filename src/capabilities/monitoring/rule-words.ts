/** What a rule says, in words that are made from its numbers, so that they cannot differ from what is done. */
import type { AlarmRule, Limits, When } from './alarm-rules.ts';

interface Words {
  readonly zh: string;
  readonly en: string;
}

const signs = { from: '≥', above: '>', to: '≤', below: '<' } as const;

function limitsWords(limits: Limits): string {
  return (['from', 'above', 'to', 'below'] as const).flatMap((bound) => (limits[bound] === undefined ? [] : [`${signs[bound]}${limits[bound]}`])).join(' ');
}

function whenWords({ first, second }: When): string {
  return [...(first ? [limitsWords(first)] : []), ...(second ? [limitsWords(second)] : [])].join(' / ');
}

function limits(rule: { readonly when: When; readonly or?: When | undefined }): Words {
  const [one, two] = [whenWords(rule.when), rule.or ? whenWords(rule.or) : null];
  return { zh: two === null ? one : `${one} 或 ${two}`, en: two === null ? one : `${one} or ${two}` };
}

/** The condition of a rule, such as ≥160 / ≥100, on 2 days within 7. */
export function saysOf(rule: AlarmRule): Words {
  switch (rule.kind) {
    case 'reading': {
      const { zh, en } = limits(rule);
      const { repeat } = rule;
      return repeat === undefined ? { zh, en } : { zh: `${zh}；${repeat.wait_min} 分钟后复测 ${repeat.readings} 次`, en: `${en}; again after ${repeat.wait_min} min (${repeat.readings}×)` };
    }
    case 'count': {
      const { zh, en } = limits(rule);
      return { zh: `${zh}，${rule.hours} 小时内 ${rule.times} 次`, en: `${en}, ${rule.times} times within ${rule.hours} h` };
    }
    case 'row': {
      const { zh, en } = limits(rule);
      const rising = rule.rising_by === undefined ? { zh: '', en: '' } : { zh: `逐次升高共 ≥${rule.rising_by}，末次 `, en: `rising by ${rule.rising_by} or more, the last ` };
      return { zh: `连续 ${rule.times} 次，${rising.zh}${zh}(${rule.within_days} 天内)`, en: `${rule.times} in a row, ${rising.en}${en} (within ${rule.within_days} d)` };
    }
    case 'days': {
      const { zh, en } = limits(rule);
      return { zh: `${zh}，${rule.within_days} 天内 ${rule.days} 天`, en: `${en}, on ${rule.days} days within ${rule.within_days}` };
    }
    case 'mean': {
      const { zh, en } = limits(rule);
      return { zh: `${rule.within_days} 天内至少 ${rule.days} 天的均值 ${zh}（首日不计）`, en: `mean of at least ${rule.days} days within ${rule.within_days} ${en} (first day left out)` };
    }
    case 'rise':
      return { zh: `${rule.within_days} 天内上升 >${rule.by}`, en: `rises by more than ${rule.by} within ${rule.within_days} d` };
    case 'usual':
      return { zh: `近 ${rule.days} 天均值较此前 ${rule.usual_days} 天高 ≥${rule.by}`, en: `mean of ${rule.days} d at least ${rule.by} above that of the ${rule.usual_days} d before` };
    case 'silence': {
      const given = Object.values(rule.days).filter((days) => days !== undefined);
      const range = Math.min(...given) === Math.max(...given) ? `${Math.min(...given)}` : `${Math.min(...given)}–${Math.max(...given)}`;
      return { zh: `${range} 天未测，再过 ${rule.then_days} 天报警`, en: `no value for ${range} d; alarms ${rule.then_days} d later` };
    }
  }
}
