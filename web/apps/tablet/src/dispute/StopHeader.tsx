import { IconHandStop } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { LanguageMenu } from '../text/LanguageMenu';
import { useMessages } from '../text/useMessages';
import classes from './Dispute.module.css';

/** R28: what staff must do, and beside it what they can press. */
export function StopHeader({ staff, children }: { staff: string; children?: ReactNode }) {
  const m = useMessages();
  return (
    <header className={classes.header}>
      <IconHandStop size={40} aria-hidden />
      <div className={classes.titles}>
        <h1 className={classes.title}>{m.dispute.stop}</h1>
        <p className={classes.detail}>{staff}</p>
      </div>
      <div className={classes.tools}>
        <LanguageMenu compact />
        {children}
      </div>
    </header>
  );
}
