import { Button, type ButtonProps } from '@mantine/core';
import { type ReactNode, useState } from 'react';

/** A button that shows at once that its action is under way and can't be pressed twice meanwhile. */
export function WorkingButton({
  act,
  children,
  ...props
}: ButtonProps & { 'aria-label'?: string; act: () => Promise<void>; children: ReactNode }) {
  const [working, setWorking] = useState(false);
  return (
    <Button
      {...props}
      loading={working}
      onClick={() => {
        setWorking(true);
        void act().finally(() => {
          setWorking(false);
        });
      }}
    >
      {children}
    </Button>
  );
}
