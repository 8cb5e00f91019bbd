// Who trains here: the one chosen in the frame, else the first there is; a journal without anybody gets its first person.
import { get, send } from '../api';
import type { Person } from '../types';

export async function current_person(): Promise<string> {
  const chosen = localStorage.getItem('endrange.person');
  if (chosen) return chosen;
  const { people } = await get<{ people: Person[] }>('/people');
  const person = people[0] ?? (await send<Person>('POST', '/people', { name: 'me' }));
  localStorage.setItem('endrange.person', person.id);
  return person.id;
}
