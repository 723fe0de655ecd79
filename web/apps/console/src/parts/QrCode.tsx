import { useQuery } from '@tanstack/react-query';

/** A link as a picture. What draws it is loaded with the first one. */
export function QrCode({ link, alt }: { link: string; alt: string }) {
  const qr = useQuery({
    queryKey: ['qr', link],
    queryFn: async () => {
      const { toString } = await import('qrcode');
      const svg = await toString(link, { type: 'svg', margin: 2 });
      return `data:image/svg+xml,${encodeURIComponent(svg)}`;
    },
    gcTime: 0,
  });
  return qr.data === undefined ? null : <img src={qr.data} width={220} height={220} alt={alt} />;
}
