// The set that was asked for: Today leaves it in sessionStorage, for one person and one day.
import type { Goal as FullGoal } from '../types';
import type { Goal } from './types';

const kKey = 'endrange.goal';

interface Kept extends FullGoal { person: string; day: string }

export function keep_goal(goal: FullGoal, person: string, day: string): void {
  const kept: Kept = { ...goal, person, day };
  sessionStorage.setItem(kKey, JSON.stringify(kept));
}

export function drop_goal(): void {
  sessionStorage.removeItem(kKey);
}

// null where one films freely: what was asked of somebody else, or yesterday, isn't asked here and now.
export function kept_goal(person: string, today: string): Goal | null {
  try {
    const kept = JSON.parse(sessionStorage.getItem(kKey) ?? 'null') as Kept | null;
    if (kept === null) return null;
    const { person: whose, day, ...goal } = kept;
    // A session that goes on past midnight is still the day's on which it began: the page's own today is that day.
    return whose === person && day >= today ? goal : null;
  } catch {
    return null;
  }
}
