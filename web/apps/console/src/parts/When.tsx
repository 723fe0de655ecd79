import { day, fromNow, moment } from '../time';

interface WhenProps {
  at: string;
  /** Of the store, where it is known. */
  zone?: string | undefined;
  /** Without the time of day. */
  only?: 'day';
  /** With how long that is from now. */
  distance?: boolean;
}

export function When({ at, zone, only, distance }: WhenProps) {
  return (
    <time dateTime={at}>
      {only === 'day' ? day(at, zone) : moment(at, zone)}
      {distance === true && ` (${fromNow(at)})`}
    </time>
  );
}
