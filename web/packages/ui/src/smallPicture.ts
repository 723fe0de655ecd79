const longestSide = 2_000;

/** A photograph made small enough to send: JPEG, at most 2000 px on its longer side. What the browser can't read goes as it is, for the server to refuse. */
export async function smallPicture(file: Blob): Promise<Blob> {
  const picture = await createImageBitmap(file).catch(() => null);
  if (picture === null) return file;
  const scale = Math.min(1, longestSide / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return new Promise((resolve) => {
    canvas.toBlob((small) => resolve(small ?? file), 'image/jpeg', 0.85);
  });
}
