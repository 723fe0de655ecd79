/** What part of both pictures is seen: a scale of 1 to `maxScale`, and how far the picture's centre lies from the frame's, as a share of the frame. */
export interface View {
  scale: number;
  x: number;
  y: number;
}

/** A place in the frame, as a share of it, from its centre. */
export interface Place {
  x: number;
  y: number;
}

export const maxScale = 6;
export const wholePicture: View = { scale: 1, x: 0, y: 0 };

const limit = (value: number, most: number) => Math.min(most, Math.max(-most, value));

/** Never shows beyond the picture's edge. */
function within(view: View): View {
  const most = (view.scale - 1) / 2;
  return { scale: view.scale, x: limit(view.x, most), y: limit(view.y, most) };
}

/** Zooms to a scale so that what lies at `at` stays there. */
export function zoomTo(view: View, scale: number, at: Place = { x: 0, y: 0 }): View {
  const to = Math.min(maxScale, Math.max(1, scale));
  const ratio = to / view.scale;
  return within({ scale: to, x: at.x - (at.x - view.x) * ratio, y: at.y - (at.y - view.y) * ratio });
}

export const pan = (view: View, by: Place): View => within({ ...view, x: view.x + by.x, y: view.y + by.y });

/** Brings what lies at `at` to the middle. */
export const centre = (view: View, at: Place): View => pan(view, { x: -at.x, y: -at.y });
