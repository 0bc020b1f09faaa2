import type { ReactElement, ReactNode } from 'react';
import type { Value } from '../answers.ts';
import type { Item } from '../form.ts';
import css from './filling.module.css';

/** What every field is given. `labelledBy` and `describedBy` name the question, its help and what is wrong with the answer. */
export interface EntryProps {
  readonly item: Item;
  readonly values: readonly Value[];
  readonly id: string;
  readonly labelledBy: string;
  readonly describedBy: string | undefined;
  readonly invalid: boolean;
  readonly onChange: (values: readonly Value[]) => void;
}

/** The frame of several controls that are one answer. */
export function Several({ entry: { labelledBy, describedBy, invalid, item }, role, children }: { entry: EntryProps; role: 'group' | 'radiogroup'; children: ReactNode }): ReactElement {
  return (
    <div className={css['several']} role={role} aria-labelledby={labelledBy} {...(describedBy === undefined ? {} : { 'aria-describedby': describedBy })} {...(role === 'radiogroup' ? { 'aria-invalid': invalid, 'aria-required': item.required } : {})}>
      {children}
    </div>
  );
}
