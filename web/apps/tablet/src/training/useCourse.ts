import { type Api, type Course, type CourseLanguage, Refusal } from '@retailguard/api';
import { useEffect, useState } from 'react';

export type CourseState =
  { state: 'loading' } | { state: 'failed'; problem: Refusal } | { state: 'here'; course: Course };

/** The course in a language; `reload` asks for it again. */
export function useCourse(api: Api, lang: CourseLanguage): CourseState & { reload: () => void } {
  const [attempt, setAttempt] = useState(0);
  const [loaded, setLoaded] = useState<CourseState>({ state: 'loading' });

  useEffect(() => {
    let current = true;
    api.course(lang).then(
      (course) => {
        if (current) setLoaded({ state: 'here', course });
      },
      (error: unknown) => {
        const problem = Refusal.in(error);
        // A language that does not come leaves the one that is being read.
        if (current) setLoaded((before) => (before.state === 'here' ? before : { state: 'failed', problem }));
      },
    );
    return () => {
      current = false;
    };
  }, [api, lang, attempt]);

  return { ...loaded, reload: () => setAttempt((n) => n + 1) };
}
