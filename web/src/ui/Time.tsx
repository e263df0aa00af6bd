import { formatAgo, formatMoment, formatMomentZoned } from '~/lib/dates';
import { Tip } from './Tip';

/** A moment in the reader's zone, the zone itself on hover. */
export function Time({ at, relative }: { at: string; relative?: boolean }) {
  return (
    <Tip label={() => formatMomentZoned(at)}>
      <time dateTime={at}>{relative ? formatAgo(at) : formatMoment(at)}</time>
    </Tip>
  );
}
