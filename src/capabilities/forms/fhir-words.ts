/** The addresses and codes of FHIR R4 that a Questionnaire of ours uses. */
const core = 'http://hl7.org/fhir/StructureDefinition';
const sdc = 'http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire';

export const extensionUrls = {
  translation: `${core}/translation`,
  ordinal: `${core}/ordinalValue`,
  /** The name of the same in FHIR R5. */
  weight: `${core}/itemWeight`,
  min: `${core}/minValue`,
  max: `${core}/maxValue`,
  minQuantity: `${sdc}-minQuantity`,
  maxQuantity: `${sdc}-maxQuantity`,
  decimals: `${core}/maxDecimalPlaces`,
  minLength: `${core}/minLength`,
  pattern: `${core}/regex`,
  minOccurs: `${core}/questionnaire-minOccurs`,
  maxOccurs: `${core}/questionnaire-maxOccurs`,
  unit: `${core}/questionnaire-unit`,
  hidden: `${core}/questionnaire-hidden`,
  control: `${core}/questionnaire-itemControl`,
  exclusive: `${core}/questionnaire-optionExclusive`,
  media: `${sdc}-itemMedia`,
  calculated: `${sdc}-calculatedExpression`,
  initial: `${sdc}-initialExpression`,
  enable: `${sdc}-enableWhenExpression`,
  variable: `${core}/variable`,
  /** Ours: what FHIR has no place for, as JSON text. */
  form: 'urn:kangcheng:questionnaire:form',
  item: 'urn:kangcheng:questionnaire:item',
} as const;

/** How an item looks, where the order and meaning of the questions do not change. What they say is dropped and told. */
export const looks: readonly string[] = [
  `${core}/questionnaire-choiceOrientation`, `${core}/questionnaire-displayCategory`, `${core}/questionnaire-supportLink`, `${core}/questionnaire-sliderStepValue`,
  `${core}/questionnaire-optionPrefix`, `${core}/rendering-style`, `${core}/rendering-xhtml`, `${core}/rendering-markdown`, `${core}/rendering-styleSensitive`, `${core}/entryFormat`,
  `${core}/questionnaire-usageMode`, `${core}/designNote`, `${sdc}-shortText`, `${sdc}-preferredTerminologyServer`, `${sdc}-openLabel`, `${sdc}-choiceColumn`, `${sdc}-width`,
];

export const systems = { ucum: 'http://unitsofmeasure.org', control: 'http://hl7.org/fhir/questionnaire-item-control' } as const;

export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Without the fields that say nothing: undefined, null, and empty lists. */
export function compact(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0)));
}
