import type { ReactNode } from 'react';

/** Words of the server or of a colleague, which come in English whatever language the screen has (WCAG 3.1.2). */
export const Said = ({ children }: { children: ReactNode }) => <span lang="en-NZ">{children}</span>;
