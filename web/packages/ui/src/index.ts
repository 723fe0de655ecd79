import './mantine.css';
import './font.css';
import './base.css';

export * from './PicturePair';
export { cssVariables, theme } from './theme';
export { useNow } from './useNow';
