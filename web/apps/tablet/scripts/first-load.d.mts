export interface LoadedFile {
  file: string;
  /** Compressed by gzip. */
  bytes: number;
}
export const limit: number;
export function measure(): { first: LoadedFile[]; later: LoadedFile[] };
export function total(files: LoadedFile[]): number;
