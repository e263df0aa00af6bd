import { t } from '@lingui/core/macro';
import type { User } from '~/lib/models';
import { personName } from '~/lib/people';
import { Mark, Nobody } from '~/ui/Avatar';
import type { Option } from '~/ui/Picker';

export interface People {
  list: User[];
  byId: Map<string, User>;
  me: string;
  /** What to call an assignee who is not known. */
  stranger: string;
}

/** People to choose from, oneself first; with `none`, nobody before them. */
export function peopleOptions({ list, me }: People, none: string | null): Option[] {
  const people = list
    .toSorted((a, b) => Number(b.id === me) - Number(a.id === me))
    .map((person) => ({
      value: person.id,
      label: personName(person),
      icon: <Mark id={person.id} name={personName(person)} />,
      ...(person.id === me ? { hint: t`you` } : {}),
    }));
  return none === null ? people : [{ value: '', label: none, icon: <Nobody /> }, ...people];
}
