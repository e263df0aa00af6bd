/** The geometry of a dependency: a line of right angles from one bar to another, as an SVG path. */

export type LinkType = 'FS' | 'SS' | 'FF' | 'SF';

export interface Box {
  /** Where the bar starts and ends, along the time axis. */
  start: number;
  end: number;
  /** The middle of its row. */
  middle: number;
}

const GAP = 8;
const ARROW = 4;

/** `from` must come first: which of its ends, and which end of the other, is what the two letters say. */
export function linkPath(type: LinkType, from: Box, to: Box, rowHeight: number): string {
  const out = type[0] === 'F' ? 1 : -1;
  const into = type[1] === 'S' ? 1 : -1;
  const x1 = out > 0 ? from.end : from.start;
  const x2 = into > 0 ? to.start : to.end;
  const [y1, y2] = [from.middle, to.middle];
  const elbow1 = x1 + out * GAP;
  const elbow2 = x2 - into * GAP;
  const begin = `M${x1} ${y1}H`;
  if (out !== into) {
    const outer = out > 0 ? Math.max(elbow1, elbow2) : Math.min(elbow1, elbow2);
    return `${begin}${outer}V${y2}H${x2}`;
  }
  // There is room between the two: one bend. Else around, through the gap between the rows.
  if ((elbow2 - elbow1) * out >= -GAP) return `${begin}${(elbow2 - elbow1) * out >= 0 ? elbow1 : elbow2}V${y2}H${x2}`;
  const between = y1 + (y2 >= y1 ? 1 : -1) * (rowHeight / 2);
  return `${begin}${elbow1}V${between}H${elbow2}V${y2}H${x2}`;
}

/** The head of the arrow, where the line arrives. */
export function arrowHead(type: LinkType, to: Box): string {
  const into = type[1] === 'S' ? 1 : -1;
  const x = into > 0 ? to.start : to.end;
  return `M${x} ${to.middle}l${-into * ARROW * 1.4} ${-ARROW}v${ARROW * 2}z`;
}

/** Which kind of dependency a line drawn from one end of a bar to one end of another is. */
export function linkType(from: 'start' | 'end', to: 'start' | 'end'): LinkType {
  return `${from === 'end' ? 'F' : 'S'}${to === 'start' ? 'S' : 'F'}`;
}
