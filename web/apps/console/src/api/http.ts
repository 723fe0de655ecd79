import { createHttp } from '@retailguard/api';

/** The one client of the console. Reports take longer than a tablet waits. */
export const { client, once } = createHttp({ timeoutMs: 20_000 });
