import { expect, test } from 'vitest';
import { centre, maxScale, pan, wholePicture, zoomTo } from './zoom';

test('zooming keeps the point under the finger', () => {
  const at = { x: 0.2, y: -0.1 };
  const view = zoomTo(wholePicture, 3, at);
  expect((at.x - view.x) / view.scale).toBeCloseTo(at.x);
  expect((at.y - view.y) / view.scale).toBeCloseTo(at.y);
});

test('the scale stays between the whole picture and the maximum', () => {
  expect(zoomTo(wholePicture, 0.2)).toEqual(wholePicture);
  expect(zoomTo(wholePicture, 99).scale).toBe(maxScale);
});

test('panning stops at the edge of the picture', () => {
  expect(pan(wholePicture, { x: 0.5, y: 0.5 })).toEqual(wholePicture);
  expect(pan({ scale: 2, x: 0, y: 0 }, { x: 5, y: -5 })).toEqual({ scale: 2, x: 0.5, y: -0.5 });
});

test('zooming out again ends with the whole picture', () => {
  const { scale, x, y } = zoomTo(zoomTo(wholePicture, 5, { x: 0.5, y: 0.5 }), 1, { x: -0.5, y: 0 });
  expect([scale, Math.abs(x), Math.abs(y)]).toEqual([1, 0, 0]);
});

test('a tap brings its point to the middle', () => {
  expect(centre({ scale: 4, x: 0, y: 0 }, { x: 0.25, y: -0.3 })).toEqual({ scale: 4, x: -0.25, y: 0.3 });
});
