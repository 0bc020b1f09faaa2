/** A figure of Chinese epidemiology; `approximate` marks what was carried over from memory or shaped by hand. */
export type Figure<T> = { readonly value: T; readonly source: string; readonly approximate?: true };

type BySex<T> = { readonly male: T; readonly female: T };
/** [from age, value]: a value holds from its age to the next. */
export type AgeTable = readonly (readonly [fromAge: number, value: number])[];

const report2020 = '中国居民营养与慢性病状况报告(2020年)';
const surveillance2018 = '2018年中国慢性病及危险因素监测, doi:10.3760/cma.j.cn112338-20210508-00379';
const diabetes2018 = 'Prevalence and Treatment of Diabetes in China, 2013-2018, JAMA 2021, PMC8715349';
const tobacco2018 = '2018年中国15岁及以上人群吸烟现况, 中华流行病学杂志 2022;43(6):811';
const myopia2020 = '国家卫生健康委发布会 2021-07-13 (2020年近视专项调查); 国家疾控局 2022年监测';
const uricAcid = 'Prevalence of hyperuricemia in mainland China 2018-19, Front Immunol 2022, PMC8858821';

export const figures = {
  hypertensionAdults: { value: { all: 0.275, male: 0.308, female: 0.242 }, source: `${surveillance2018} (total also in ${report2020})` },
  /** The shape by age follows the China Hypertension Survey 2012-2015, brought to the 2018 level. */
  hypertensionByAge: {
    value: {
      male: [[18, 0.07], [25, 0.12], [35, 0.22], [45, 0.34], [55, 0.46], [65, 0.56], [75, 0.6]],
      female: [[18, 0.025], [25, 0.035], [35, 0.1], [45, 0.26], [55, 0.43], [65, 0.58], [75, 0.64]],
    } satisfies BySex<AgeTable>,
    source: 'Status of Hypertension in China, Circulation 2018;137:2344, raised to 2018',
    approximate: true,
  },
  /** Among people with hypertension: told of it, treated, below 140/90. */
  hypertensionCare: { value: { aware: 0.41, treated: 0.349, controlled: 0.11 }, source: surveillance2018, approximate: true },
  /** Health management in a district that runs programmes finds and controls more; the national survey of 2012-2015 had these. */
  hypertensionCareManaged: { value: { aware: 0.516, treated: 0.458, controlled: 0.168 }, source: '中国高血压防治指南(2024年修订版)' },
  systolicMean: { value: { mean: 127.7, deviation: 18.8 }, source: surveillance2018 },
  diastolicMean: { value: { mean: 76.8, deviation: 11.2 }, source: surveillance2018 },

  diabetesAdults: { value: 0.124, source: diabetes2018 },
  diabetesByAge: {
    value: {
      male: [[18, 0.04], [30, 0.075], [40, 0.13], [50, 0.185], [60, 0.24], [70, 0.265]],
      female: [[18, 0.03], [30, 0.045], [40, 0.085], [50, 0.155], [60, 0.235], [70, 0.275]],
    } satisfies BySex<AgeTable>,
    source: `${diabetes2018} (age groups)`,
    approximate: true,
  },
  /** Controlled is HbA1c < 7.0 % among the treated. */
  diabetesCare: { value: { aware: 0.367, treated: 0.329, controlledOfTreated: 0.501 }, source: diabetes2018 },

  heightYoungAdults: { value: { male: 169.7, female: 158.0 }, source: `${report2020}, 18-44 years` },
  weightAdults: { value: { male: 69.6, female: 59.0 }, source: report2020 },
  overweightAdults: { value: 0.343, source: `${report2020}, BMI 24 to below 28` },
  obesityAdults: { value: 0.164, source: `${report2020}, BMI 28 and more` },
  bmiMedian: {
    value: {
      male: [[18, 22.9], [30, 24.7], [45, 24.9], [60, 24.2], [75, 23.4]],
      female: [[18, 21.5], [30, 23.2], [45, 24.5], [60, 24.8], [75, 24]],
    } satisfies BySex<AgeTable>,
    source: `shaped so that overweight and obesity meet ${report2020}`,
    approximate: true,
  },
  bmiLogDeviation: { value: 0.155, source: 'as bmiMedian', approximate: true },

  smoking: { value: { male: 0.5047, female: 0.0207 }, source: `${tobacco2018}, 15 years and older` },
  smokersWhoStopped: { value: 0.201, source: tobacco2018 },
  drinking30Days: { value: { male: 0.462, female: 0.102 }, source: `${report2020}, 18 years and older` },
  drinkersDaily: { value: 0.199, source: `${report2020}, almost daily among drinkers` },
  saltPerDay: { value: 9.3, source: `${report2020}, g of cooking salt` },

  hyperuricaemia: { value: { male: 0.245, female: 0.036 }, source: uricAcid, approximate: true },
  uricAcidMean: { value: { male: 351.8, female: 268.4 }, source: 'China Nutrition and Health Surveillance 2015, Biomed Environ Sci 2022, doi:10.3967/bes2022.118' },
  highCholesterol: { value: 0.082, source: `${report2020}, total cholesterol 6.2 mmol/L and more` },
  copdFrom40: { value: 0.136, source: report2020 },

  /** Grades 1 to 9; 1 and 6 and the means of the stages are published, those between are drawn straight. */
  myopiaByGrade: { value: [0.129, 0.2, 0.3, 0.4, 0.5, 0.596, 0.66, 0.715, 0.76], source: `${myopia2020}: grade 1 12.9 %, grade 6 59.6 %, primary 35.6 %, junior 71.1 %`, approximate: true },
  overweightPupils: { value: 0.19, source: `${report2020}, 6-17 years, overweight and obesity together «nearly 20 %»`, approximate: true },

  hearingLossNoise: { value: 0.16, source: 'share with a high-frequency threshold of 25 dB and more in noise', approximate: true },
  communityAges: {
    value: [[0, 0.05], [18, 0.055], [25, 0.11], [35, 0.14], [45, 0.17], [55, 0.165], [65, 0.19], [75, 0.095], [85, 0.025]],
    source: '第七次全国人口普查 2020, older, as people looked after in communities are',
    approximate: true,
  },
} as const satisfies Record<string, Figure<unknown>>;

/** The value of the age group in which `age` falls; below the first group the first. */
export function atAge(table: AgeTable, age: number): number {
  let value = table[0]?.[1] ?? 0;
  for (let i = 1; i < table.length; i++) {
    const row = table[i];
    if (row === undefined || age < row[0]) break;
    value = row[1];
  }
  return value;
}
