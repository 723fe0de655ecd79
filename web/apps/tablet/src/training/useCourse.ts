import type { Api, Course, CourseLanguage } from '@retailguard/api';
import { useEffect, useState } from 'react';

export type CourseState =
  { state: 'loading' } | { state: 'failed'; error: unknown } | { state: 'here'; course: Course };

/** The course in a language; `reload` asks for it again. */
export function useCourse(api: Api, lang: CourseLanguage): CourseState & { reload: () => void } {
  const [attempt, setAttempt] = useState(0);
  const asked = `${lang} ${attempt}`;
  const [loaded, setLoaded] = useState<{ asked: string; course: CourseState } | null>(null);

  useEffect(() => {
    let current = true;
    const take = (course: CourseState) => {
      if (current) setLoaded({ asked, course });
    };
    api.course(lang).then(
      (course) => take({ state: 'here', course }),
      (error: unknown) => take({ state: 'failed', error }),
    );
    return () => {
      current = false;
    };
  }, [api, lang, asked]);

  const course: CourseState = loaded?.asked === asked ? loaded.course : { state: 'loading' };
  return { ...course, reload: () => setAttempt((n) => n + 1) };
}
