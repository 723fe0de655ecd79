import { ActionIcon } from '@mantine/core';
import { useGesture } from '@use-gesture/react';
import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import classes from './PicturePair.module.css';
import { centre, maxScale, pan, type Place, wholePicture, zoomTo } from './zoom';

export interface PairedPicture {
  caption: string;
  alt: string;
  /** Null while it is on its way. */
  url: string | null;
  /** Stands in the frame instead of the picture. */
  instead: ReactNode;
}

export interface PicturePairText {
  label: string;
  zoomIn: string;
  zoomOut: string;
  reset: string;
}

const step = { zoom: 1.5, wheel: 0.002, pan: 0.15 };

/**
 * R25: two pictures in frames of the same size which zoom and move together: by pinch, wheel, drag
 * and tap; by buttons; and with + − 0 and the arrow keys while the pair has the focus.
 */
export function PicturePair(props: {
  pictures: [PairedPicture, PairedPicture];
  text: PicturePairText;
  icons: { zoomIn: ReactNode; zoomOut: ReactNode; reset: ReactNode };
  stale: boolean;
}) {
  const [view, setView] = useState(wholePicture);
  const frames = useRef<HTMLDivElement>(null);

  const placeIn = (frame: Element, clientX: number, clientY: number): Place => {
    const box = frame.getBoundingClientRect();
    return { x: (clientX - box.left) / box.width - 0.5, y: (clientY - box.top) / box.height - 0.5 };
  };
  const frameOf = (target: EventTarget | null) =>
    target instanceof Element ? target.closest(`.${classes.frame ?? ''}`) : null;

  useGesture(
    {
      onDrag: ({ event, delta: [dx, dy], tap, xy: [x, y], pinching, cancel }) => {
        const frame = frameOf(event.target);
        if (pinching || frame === null) {
          cancel();
          return;
        }
        if (tap) setView((v) => centre(v, placeIn(frame, x, y)));
        else setView((v) => pan(v, { x: dx / frame.clientWidth, y: dy / frame.clientHeight }));
      },
      onPinch: ({ event, origin: [x, y], movement: [scale], memo, first }) => {
        const start = first || typeof memo !== 'number' ? view.scale : memo;
        const frame = frameOf(event.target);
        if (frame !== null) setView((v) => zoomTo(v, start * scale, placeIn(frame, x, y)));
        return start;
      },
      onWheel: ({ event, delta: [, dy], ctrlKey }) => {
        const frame = frameOf(event.target);
        if (ctrlKey || frame === null) return;
        event.preventDefault();
        const at = placeIn(frame, event.clientX, event.clientY);
        setView((v) => zoomTo(v, v.scale * Math.exp(-dy * step.wheel), at));
      },
    },
    { target: frames, eventOptions: { passive: false }, drag: { filterTaps: true } },
  );

  const zoomBy = (factor: number) => {
    setView((v) => zoomTo(v, v.scale * factor));
  };

  // Single-character keys work only while the focus is inside (WCAG 2.1.4).
  const keys: Record<string, () => void> = {
    '+': () => zoomBy(step.zoom),
    '=': () => zoomBy(step.zoom),
    '-': () => zoomBy(1 / step.zoom),
    '0': () => setView(wholePicture),
    ArrowLeft: () => setView((v) => pan(v, { x: step.pan, y: 0 })),
    ArrowRight: () => setView((v) => pan(v, { x: -step.pan, y: 0 })),
    ArrowUp: () => setView((v) => pan(v, { x: 0, y: step.pan })),
    ArrowDown: () => setView((v) => pan(v, { x: 0, y: -step.pan })),
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const act = keys[event.key];
    if (act === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  };

  const transform = `translate(${view.x * 100}%, ${view.y * 100}%) scale(${view.scale})`;
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the pair is one control: it takes the focus and the zoom keys
    <div
      className={classes.pair}
      role="group"
      aria-label={props.text.label}
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- as above
      tabIndex={0}
      onKeyDown={onKeyDown}
      data-stale={props.stale}
    >
      <div className={classes.frames} ref={frames}>
        {props.pictures.map((picture) => (
          <figure className={classes.figure} key={picture.caption}>
            <figcaption className={classes.caption}>{picture.caption}</figcaption>
            <div className={classes.frame}>
              {picture.url === null ? (
                <div className={classes.instead}>{picture.instead}</div>
              ) : (
                <img
                  className={classes.picture}
                  src={picture.url}
                  alt={picture.alt}
                  draggable={false}
                  style={{ transform }}
                />
              )}
            </div>
          </figure>
        ))}
      </div>
      <div className={classes.zoom}>
        <ActionIcon
          variant="default"
          aria-label={props.text.zoomIn}
          disabled={view.scale >= maxScale}
          onClick={() => zoomBy(step.zoom)}
        >
          {props.icons.zoomIn}
        </ActionIcon>
        <ActionIcon
          variant="default"
          aria-label={props.text.reset}
          disabled={view.scale === 1}
          onClick={() => setView(wholePicture)}
        >
          {props.icons.reset}
        </ActionIcon>
        <ActionIcon
          variant="default"
          aria-label={props.text.zoomOut}
          disabled={view.scale <= 1}
          onClick={() => zoomBy(1 / step.zoom)}
        >
          {props.icons.zoomOut}
        </ActionIcon>
      </div>
    </div>
  );
}
