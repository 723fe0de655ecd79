import { queryOptions } from '@tanstack/react-query';
import { client, once } from '../api/http';

/** All that is known of the assessment; what changes it asks for it anew. */
export const assessmentKey = ['assessment'];

/** How it stands, what waits for approval, and the draft. */
export const assessmentQuery = queryOptions({
  queryKey: [...assessmentKey, 'desk'],
  queryFn: ({ signal }) => once((s) => client.GET('/api/assessment', { signal: s }), signal),
});

export const assessmentVersionsQuery = queryOptions({
  queryKey: [...assessmentKey, 'versions'],
  queryFn: ({ signal }) => once((s) => client.GET('/api/assessment/versions', { signal: s }), signal),
});
