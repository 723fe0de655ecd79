import { Said } from './Said';
import { useMessages } from './useMessages';

/** R8: why nobody is compared, in the screen's language where there are words for it; otherwise as the server says it. */
export function Reason({ code, reason }: { code: string | null; reason: string | null }) {
  const known: Record<string, string> = useMessages().disarmed;
  const words = code === null ? undefined : known[code];
  return words === undefined ? <Said>{reason}</Said> : <>{words}</>;
}
