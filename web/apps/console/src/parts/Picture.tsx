import { Skeleton, UnstyledButton } from '@mantine/core';
import { type QueryKey, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Problem } from './Problem';

interface PictureProps {
  queryKey: QueryKey;
  load: (signal: AbortSignal) => Promise<Blob>;
  alt: string;
}

/** A person's picture: small until it is asked for, and kept only while it is on the screen. */
export function Picture({ queryKey, load, alt }: PictureProps) {
  const [isLarge, setIsLarge] = useState(false);
  const picture = useQuery({
    queryKey,
    queryFn: ({ signal }) => load(signal),
    gcTime: 0,
    staleTime: Infinity,
    refetchOnWindowFocus: false,
  });
  const address = useObjectAddress(picture.data);
  const height = isLarge ? 360 : 96;
  if (picture.error !== null) return <Problem error={picture.error} />;
  if (address === null) return <Skeleton w={height} h={height} />;
  return (
    <UnstyledButton
      aria-label={`${alt}, ${isLarge ? 'smaller' : 'larger'}`}
      aria-pressed={isLarge}
      onClick={() => {
        setIsLarge(!isLarge);
      }}
    >
      <img src={address} height={height} alt="" style={{ display: 'block', borderRadius: 8 }} />
    </UnstyledButton>
  );
}

/** An address for what is in memory, which leads nowhere once the picture has left the screen. */
function useObjectAddress(blob: Blob | undefined): string | null {
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => {
    if (blob === undefined) return;
    const made = URL.createObjectURL(blob);
    // eslint-disable-next-line react-hooks/set-state-in-effect -- the address lives as long as the effect
    setAddress(made);
    return () => {
      URL.revokeObjectURL(made);
      setAddress(null);
    };
  }, [blob]);
  return address;
}
