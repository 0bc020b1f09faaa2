/** Tables with a row a person that are made anew from the records: they lose it when a record is withheld. */
export const derived: readonly string[] = ['person_fact', 'person_tier', 'person_model'];
