import type { CategoryCriteria, Criteria } from '../api/shapes';
import { categoryName, plural } from '../words';

/** What a category asks, as a sentence reads it. */
export function asks({ isEnrolled, mostMonths, leastValue, leastIncidents }: CategoryCriteria): string {
  if (!isEnrolled) return 'Nobody is listed for it';
  const floors = [
    leastIncidents === null ? null : `${plural(leastIncidents, 'incident')} or more`,
    leastValue === null ? null : `NZ$${leastValue.toLocaleString('en-NZ')} or more`,
  ].filter((floor) => floor !== null);
  return [...floors, `at most ${plural(mostMonths, 'month')}`].join(', ');
}

export interface CriteriaChange {
  what: string;
  before: string;
  after: string;
}

/** What another version says otherwise; in the order in which criteria are read. */
export function changesOf(before: Criteria, after: Criteria): CriteriaChange[] {
  const texts = [{ what: 'In general', before: before.text, after: after.text }];
  for (const now of before.categories) {
    const then = after.categories.find(({ category }) => category === now.category);
    if (then === undefined) continue;
    texts.push(
      { what: categoryName[now.category], before: asks(now), after: asks(then) },
      { what: `${categoryName[now.category]}, in words`, before: now.text, after: then.text },
    );
  }
  return texts.filter((text) => text.before !== text.after);
}
