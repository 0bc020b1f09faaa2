import { createContext, lazy, use, useState, type ReactElement, type ReactNode } from 'react';
import type { z } from 'zod';
import { myPeople } from '../../capabilities/access/residents.ts';
import { useAsk } from '../../platform/call.web.ts';
import { Asked } from '../../platform/ui/phone/parts.web.tsx';

const Nobody = lazy(async () => ({ default: (await import('./nobody.web.tsx')).Nobody }));

/** Somebody whose record the signed-in account reads: oneself, or a ward. */
export type OwnPerson = z.output<typeof myPeople.output>[number];

interface Chosen {
  readonly person: OwnPerson;
  readonly people: readonly OwnPerson[];
  choose(personId: number): void;
}

const Context = createContext<Chosen | null>(null);
const kept = 'kangcheng.person';

/** Whose record the app is open at; every page shows this one person. */
export function usePerson(): Chosen {
  const chosen = use(Context);
  if (!chosen) throw new Error('no person');
  return chosen;
}

export function PersonProvider({ children }: { children: ReactNode }): ReactElement {
  const people = useAsk(myPeople, {});
  const [wanted, setWanted] = useState(() => Number(sessionStorage.getItem(kept)));
  const choose = (personId: number) => {
    sessionStorage.setItem(kept, String(personId));
    setWanted(personId);
  };
  return (
    <>
      <Asked query={people}>
        {(all) => {
          const person = all.find(({ personId }) => personId === wanted) ?? all[0];
          return person ? <Context value={{ person, people: all, choose }}>{children}</Context> : <Nobody />;
        }}
      </Asked>
    </>
  );
}
