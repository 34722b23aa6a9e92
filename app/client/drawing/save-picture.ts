/** Pixels of a picture per unit of the drawing. */
const density = 2;

/** Saves the picture of a link `data-png` as PNG: this app draws it as SVG, the browser converts it. */
export function savePictures(): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>('a[data-png]'))
    link.addEventListener('click', (event) => {
      event.preventDefault();
      void save(link.href, link.dataset['png'] ?? '');
    });
}

async function save(address: string, name: string): Promise<void> {
  const picture = new Image();
  picture.src = address;
  await picture.decode();
  const canvas = document.createElement('canvas');
  canvas.width = picture.naturalWidth * density;
  canvas.height = picture.naturalHeight * density;
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  canvas.toBlob((png) => {
    if (png === null) return;
    const link = document.createElement('a');
    link.href = URL.createObjectURL(png);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  });
}
