/**
 * Surnames with their share of the registered population in per mille. 王 72.5, 李 71.9 and 张 68.3 are the Ministry of Public
 * Security's count; the others are approximate, in the order of its yearly reports. The last three lines carry what breaks
 * careless software: surnames read otherwise than the character usually is, two-character surnames, rare ones.
 */
export const surnameShares =
  '王72.5 李71.9 张68.3 刘53.8 陈45.3 杨30.8 赵22.9 黄22.3 周21.2 吴20.5 徐16.9 孙15.4 胡13.1 朱12.6 高12.1 林11.8 何11.7 郭11.5 马10.5 罗9.5 ' +
  '梁8.6 宋8.5 郑8.5 谢7.6 韩7.0 唐6.9 冯6.6 于6.2 董6.1 肖5.9 程5.8 曹5.7 袁5.5 邓5.4 许5.3 傅5.1 沈5.0 彭4.9 吕4.8 苏4.7 ' +
  '卢4.7 蒋4.7 蔡4.6 贾4.3 丁4.3 魏4.2 薛4.2 叶4.1 闫3.5 余4.1 潘4.0 杜4.0 戴3.9 夏3.7 钟3.7 汪3.6 田3.6 姜3.5 范3.5 方3.4 ' +
  '石3.4 姚3.3 谭3.3 廖3.3 邹3.2 熊3.1 金3.1 陆3.1 郝3.0 孔3.0 白3.0 崔2.9 康2.8 毛2.8 邱2.7 秦2.7 江2.6 史2.6 顾2.5 侯2.4 ' +
  '邵2.4 孟2.3 龙2.3 万2.2 段2.1 钱2.1 汤2.0 尹2.0 黎2.0 易1.9 常1.9 武1.8 乔1.8 贺1.8 赖1.8 龚1.7 文1.7 庞1.2 樊1.2 兰1.2 殷1.1 ' +
  '施1.1 陶1.1 洪1.0 翟1.0 安1.0 颜1.0 倪0.9 严0.9 牛0.9 温0.9 芦0.8 季0.8 俞0.8 章0.8 鲁0.8 葛0.8 伍0.8 韦0.8 申0.7 尤0.6 毕0.6 聂0.6 ' +
  '曾5.0 任3.5 华0.5 纪0.6 盛0.4 单0.35 解0.3 查0.2 盖0.12 区0.12 仇0.12 朴0.15 乐0.08 缪0.12 员0.05 逄0.05 ' +
  '欧阳0.8 上官0.08 司马0.03 诸葛0.05 皇甫0.04 尉迟0.02 令狐0.03 慕容0.02 东方0.01 端木0.01 ' +
  '禤0.02 亓0.04 郗0.03 笪0.02 昝0.04 逯0.03 妫0.01 爨0.01';

/** Characters of given names by the years in which they were liked: [first, second] for names of two characters, and single ones. */
export type NamePool = { readonly first: string; readonly second: string; readonly single: string; readonly singles: number };

export type NameEra = { readonly until: number; readonly male: NamePool; readonly female: NamePool };

/** Combinations that would spell a widely known person were left out of the pools.
 * `until` is the last birth year of an era; `singles` the share of one-character given names (approximate).
 */
export const nameEras: readonly [NameEra, ...NameEra[]] = [
  {
    until: 1954,
    male: { first: '福国志文玉永长金树世有光明振家兴万连维', second: '山林生海福祥田发贵华才明德清堂义庆文成', single: '勇忠福林海义', singles: 0.06 },
    female: { first: '秀桂玉淑凤兰素金月翠春美巧爱彩银', second: '英兰珍芳华云莲香花芝琴梅荣清娥贞', single: '兰英梅芳', singles: 0.03 },
  },
  {
    until: 1969,
    male: { first: '建国志卫文永红新立春保长金少庆学光跃正', second: '国军民华平明生强林成东兵良安义新辉', single: '勇军平斌伟', singles: 0.14 },
    female: { first: '秀丽淑玉桂爱红美春亚凤建素晓小彩惠月', second: '英华芳兰梅珍玲云红萍琴荣敏霞娟香', single: '梅英芳萍红敏', singles: 0.12 },
  },
  {
    until: 1979,
    male: { first: '志建海文永国卫红俊立春学宏庆少爱金新', second: '强军明勇华平林东峰伟斌辉波民生涛松', single: '勇军伟涛斌波辉刚峰健磊', singles: 0.28 },
    female: { first: '丽晓红小春海秀爱玉美艳雪彩文亚淑慧月', second: '丽红霞燕梅芳娟萍玲英华敏艳琴云霞', single: '丽红霞燕娟静敏艳芳萍', singles: 0.25 },
  },
  {
    until: 1989,
    male: { first: '海志晓文建国俊永伟明少宏立春振庆家鹏', second: '峰涛波强飞鹏龙军斌辉杰林磊东超勇', single: '磊涛波超伟杰亮飞峰勇凯旭', singles: 0.42 },
    female: { first: '晓丽海小春雪红艳文婷慧亚玉佳美秀静', second: '丽娟燕婷静霞敏红芳玲娜艳萍莉梅洁', single: '静丽敏燕娟艳莉玲慧洁', singles: 0.4 },
  },
  {
    until: 1999,
    male: { first: '志俊文嘉家伟浩宇天晓明鹏子海少泓世宗', second: '杰豪宇鹏龙超辉峰凯文涛浩翔阳轩飞斌', single: '杰鑫浩超凯帅宇旭阳斌磊', singles: 0.36 },
    female: { first: '雪晓佳思文雨婷梦嘉美慧欣诗静海', second: '婷雪琪敏怡莹洁颖静雯倩琳瑶妍媛蕾', single: '雪倩敏静莹颖悦洁雯', singles: 0.3 },
  },
  {
    until: 2009,
    male: { first: '俊浩宇天子嘉家文志博思鑫泽宏一明晨', second: '杰宇轩豪文鑫涛阳博航翔晨然凯辰宁', single: '涛杰鑫浩宇博阳', singles: 0.15 },
    female: { first: '欣雨思佳雅诗嘉梦心文怡可静语晨', second: '怡涵雨萱婷琪妍悦瑶彤欣颖雯然蕊宁', single: '悦颖欣雪琪', singles: 0.12 },
  },
  {
    until: 9999,
    male: { first: '浩子梓宇奕一沐俊嘉铭皓辰承景思星亦博', second: '宇轩睿宸泽辰涵阳晨霖航熙然霆哲铭安', single: '睿辰宸翊昊', singles: 0.08 },
    female: { first: '梓子雨欣诗语一若可沐芷思依心佳婉静书', second: '涵萱妍汐彤诺琪晴瑶悦溪宁桐玥菡然', single: '悦玥萱妍', singles: 0.07 },
  },
];

/** Seldom used characters people do carry; the last two are missing from many fonts and older character sets. */
export const rareCharacters = '翀堃犇喆淼奭昶珺琎祎赟垚璟骞翮昇玥珩祺彧䶮𬍤';
