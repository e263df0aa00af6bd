import { Trans } from '@lingui/react/macro';
import { type KeyboardEvent, type PointerEvent, useState } from 'react';
import { cx } from './cx';
import css from './Chart.module.css';

/** One line of a chart; null where it has no value. */
export interface Series {
  id: string;
  name: string;
  values: (number | null)[];
  /** A line to compare with: dashed and grey. */
  reference?: boolean;
  /** Straight from value to value instead of in steps. */
  straight?: boolean;
}

interface Props {
  title: string;
  /** From when to when, in words. */
  period: string;
  /** What the numbers count. */
  unit: string;
  /** The name of the axis along the bottom, and what stands at each of its places. */
  along: string;
  places: string[];
  /** What tells the places apart; two may read alike. */
  keys: string[];
  series: Series[];
  format: (value: number) => string;
}

const [WIDTH, HEIGHT] = [720, 220];
const [LEFT, RIGHT, TOP, BOTTOM] = [44, 8, 8, 22];
const LABELS = 6;

/** A round number not below the greatest value, with the steps up to it. */
function scale(top: number): number[] {
  if (top <= 0) return [0, 1];
  const rough = top / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((by) => by * power).find((size) => size >= rough) ?? rough;
  const steps: number[] = [];
  for (let value = 0; value < top + step; value += step) steps.push(Number(value.toPrecision(12)));
  return steps;
}

/** Lines over time, in steps: a value holds until the next. With a crosshair for the pointer and the arrow keys, and the numbers as a table. */
export function LineChart({ title, period, unit, along, places, keys, series, format }: Props) {
  const [at, setAt] = useState<number | null>(null);
  const ticks = scale(Math.max(0, ...series.flatMap((line) => line.values.map((value) => value ?? 0))));
  const top = ticks.at(-1) ?? 1;
  const last = Math.max(1, places.length - 1);
  const x = (index: number) => LEFT + (index / last) * (WIDTH - LEFT - RIGHT);
  const y = (value: number) => HEIGHT - BOTTOM - (value / top) * (HEIGHT - TOP - BOTTOM);
  const every = Math.max(1, Math.ceil(places.length / LABELS));
  const shown = at ?? lastKnown(series);
  const point = (event: PointerEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const along01 = ((event.clientX - box.left) / box.width) * WIDTH;
    setAt(Math.min(places.length - 1, Math.max(0, Math.round(((along01 - LEFT) / (WIDTH - LEFT - RIGHT)) * last))));
  };
  const walk = (event: KeyboardEvent) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    setAt(Math.min(places.length - 1, Math.max(0, shown + by)));
  };
  return (
    <figure className={css.figure} aria-label={`${title}, ${period}`}>
      <figcaption className={css.caption}>
        <span className={css.title}>{title}</span>
        <span className={css.period}>{period}</span>
        <span className={css.legend} aria-live="polite">
          <span>{places[shown]}</span>
          {series.map((line) => {
            const value = line.values[shown];
            return (
              <span key={line.id} className={css.series}>
                <i aria-hidden className={cx(css.key, line.reference ? css.two : css.one, line.reference && css.keyDashed)} />
                {line.name} <span className={css.value}>{value === null || value === undefined ? '–' : format(value)}</span>
              </span>
            );
          })}
        </span>
      </figcaption>
      <div className={css.plot} dir="ltr">
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex, jsx-a11y/no-noninteractive-element-interactions -- the arrow keys walk along it; the table below says the same */}
        <svg className={css.svg} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" tabIndex={0} aria-label={`${title}: ${unit}`} onPointerMove={point} onPointerLeave={() => setAt(null)} onKeyDown={walk}>
          {ticks.map((tick) => (
            <line key={tick} className={css.grid} x1={LEFT} x2={WIDTH - RIGHT} y1={y(tick)} y2={y(tick)} />
          ))}
          {series.map((line) => (
            <g key={line.id} className={line.reference ? css.two : css.one}>
              {line.reference ? null : <path className={css.area} d={`${path(line, x, y)}${close(line, x, y)}`} />}
              <path className={cx(css.line, line.reference && css.dashed)} vectorEffect="non-scaling-stroke" d={path(line, x, y)} />
            </g>
          ))}
          {at === null ? null : <line className={cx(css.grid, css.cross)} x1={x(at)} x2={x(at)} y1={TOP} y2={HEIGHT - BOTTOM} />}
        </svg>
        <Axes ticks={ticks} top={top} places={places} keys={keys} every={every} format={format} />
      </div>
      <details className={css.table}>
        <summary>
          <Trans>The numbers as a table</Trans>
        </summary>
        <div className={css.scroll}>
          <table>
            <thead>
              <tr>
                <th scope="col">{along}</th>
                {series.map((line) => (
                  <th key={line.id} scope="col">
                    {line.name} ({unit})
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {places.map((place, index) => (
                <tr key={keys[index]}>
                  <th scope="row">{place}</th>
                  {series.map((line) => {
                    const value = line.values[index];
                    return <td key={line.id}>{value === null || value === undefined ? '–' : format(value)}</td>;
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  );
}

type Scale = (value: number) => number;

function lastKnown(series: Series[]): number {
  const known = series.filter((line) => !line.reference).map((line) => line.values.findLastIndex((value) => value !== null));
  return Math.max(0, ...known);
}

/** The line, in steps or straight. */
function path(line: Series, x: Scale, y: Scale): string {
  const points = line.values.flatMap((value, index) => (value === null ? [] : [[index, value] as const]));
  return points
    .map(([index, value], place) => {
      if (place === 0) return `M${x(index)} ${y(value)}`;
      return line.straight ? `L${x(index)} ${y(value)}` : `H${x(index)}V${y(value)}`;
    })
    .join('');
}

function close(line: Series, x: Scale, y: Scale): string {
  const [first, last] = [line.values.findIndex((value) => value !== null), line.values.findLastIndex((value) => value !== null)];
  return first < 0 ? '' : `V${y(0)}H${x(first)}Z`.replace('V', `H${x(last)}V`);
}

/** Words stand beside the drawing and not in it: it is stretched, they are not. */
function Axes({ ticks, top, places, keys, every, format }: { ticks: number[]; top: number; places: string[]; keys: string[]; every: number; format: (value: number) => string }) {
  const share = (part: number, whole: number) => `${(part / whole) * 100}%`;
  const last = Math.max(1, places.length - 1);
  return (
    <div aria-hidden className={css.axes}>
      {ticks.map((tick) => (
        <span key={tick} className={css.tick} style={{ insetBlockStart: share(HEIGHT - BOTTOM - (tick / top) * (HEIGHT - TOP - BOTTOM), HEIGHT), inlineSize: share(LEFT - 6, WIDTH) }}>
          {format(tick)}
        </span>
      ))}
      {places.map((place, index) =>
        index % every === 0 ? (
          <span key={keys[index]} className={css.place} style={{ insetInlineStart: share(LEFT + (index / last) * (WIDTH - LEFT - RIGHT), WIDTH) }}>
            {place}
          </span>
        ) : null,
      )}
    </div>
  );
}
